// The package ships no types. It is CommonJS, so its default export is one level down.
declare module 'workerd' {
  const workerd: { readonly default: string; readonly compatibilityDate: string };
  export default workerd;
}
