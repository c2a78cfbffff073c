/** Style sheets are imported for their effect: the build gathers them into the page's one sheet. */
declare module '*.css';
