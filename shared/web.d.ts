/** What Node and every browser have alike of https://url.spec.whatwg.org/, as far as it is used here. */
declare const URL: {
  new (address: string): { readonly href: string };
  canParse(address: string): boolean;
};
