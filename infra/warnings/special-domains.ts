/** Domains that are not on the internet: https://www.iana.org/assignments/special-use-domain-names */
export const SPECIAL_DOMAINS = /\.(test|example|invalid|localhost|local|internal|onion|alt|arpa)$/;
