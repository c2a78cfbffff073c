/** The build hands a style sheet over as its minified text: it becomes a constructed style sheet. */
declare module '*.css' {
  const text: string;
  export default text;
}
