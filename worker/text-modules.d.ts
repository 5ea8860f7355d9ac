// Text modules: https://developers.cloudflare.com/workers/configuration/multipart-upload-metadata/

declare module '*/page.html' {
  const text: string;
  export default text;
}

declare module '*/page.css' {
  const text: string;
  export default text;
}

declare module '*/page.js' {
  const text: string;
  export default text;
}

declare module '*/page-shared.js' {
  const text: string;
  export default text;
}

declare module '*/page-admin.js' {
  const text: string;
  export default text;
}
