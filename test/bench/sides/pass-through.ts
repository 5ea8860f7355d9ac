// The Worker that the gateway is measured against: it sends the request on as it is and
// returns the answer untouched, which is the least that any proxy on this runtime can do. Where it
// leads is workerd's business, as it is for the gateway.

export default {
  fetch: (request: Request): Promise<Response> => fetch(request),
};
