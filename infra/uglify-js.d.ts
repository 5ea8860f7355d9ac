// Owns: the types of what infra/minify.ts uses of UglifyJS, which brings none.
// https://github.com/mishoo/UglifyJS#minify-options
declare module 'uglify-js' {
  export interface MinifyOptions {
    readonly module: boolean;
    readonly compress: {
      readonly pure_getters: boolean;
      readonly awaits: boolean;
      readonly hoist_funs: boolean;
      readonly hoist_vars: boolean;
      readonly passes: number;
    };
    readonly sourceMap?: { readonly content: string; readonly includeSources: boolean };
  }

  export type MinifyResult =
    | { readonly error: Error }
    | { readonly error?: undefined; readonly code: string; readonly map: string };

  const uglify: { minify(code: string, options: MinifyOptions): MinifyResult };
  export default uglify;
}
