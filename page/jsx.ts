// What JSX becomes: the bundler imports these two into every file. Calls of `h` are shorter than those of
// the automatic runtime, which name `children` each time.
export { h, Fragment } from 'preact';
