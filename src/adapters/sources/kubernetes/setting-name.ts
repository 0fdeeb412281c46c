const LOCATION =
  /(^|[_.-])(addr|addrs|address|addresses|host|hosts|hostname|server|servers|url|urls|uri|uris|endpoint|endpoints|upstream|upstreams|backend|backends|broker|brokers|bootstrap|target|targets|dsn|peers|nodes|service)$|(^|[_.-])(bootstrap[_.-]servers?|service[_.-]host|hosts?[_.-]name)([_.-]|$)/i;
const LISTENING = /(^|[_.-])(listen|listeners?|bind|advertised)([_.-]|$)/i;
const SHOWN =
  /(^|[_.-])(cors|origins?|redirect|callback|return|public|self|own|cookie|docs?|documentation|help|homepage|links?|license|terms|privacy|schema|audience|allowed)([_.-]|$)/i;

/** Does the name of a setting say that its value is where something else is found? */
export function saysLocation(name: string): boolean {
  return LOCATION.test(dashed(name));
}

/** Does the name say that the value is where the component itself listens? */
export function saysListening(name: string): boolean {
  return LISTENING.test(dashed(name));
}

/** Does the name say that an outside address is only shown, compared or handed out? Then nobody calls it. */
export function saysShown(name: string): boolean {
  return SHOWN.test(dashed(name));
}

/** `serviceUrl` has the words of `service_url`. */
function dashed(name: string): string {
  return name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2");
}
