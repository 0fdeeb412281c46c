import type { Coupling } from "../model/dependency.ts";
import type { Finding } from "./finding.ts";
import { kindOf } from "./nouns.ts";
import { productCoupling } from "./products.ts";

const BY_KIND: Readonly<Partial<Record<NonNullable<ReturnType<typeof kindOf>>, Coupling>>> = {
  queue: "event",
  topic: "event",
  dataset: "data",
  datastore: "data",
  cache: "cache",
  dns: "name-resolution",
  certificate: "certificate",
  "identity-provider": "identity",
  zone: "runs-on",
  region: "runs-on",
  job: "batch",
};

/** How the consumer hangs on the provider: as the verb says, else as the provider's own words say, else a call. */
export function couplingOf({ coupling, provider, because }: Finding): Coupling {
  if (provider.coupling) return provider.coupling;
  if (coupling !== "by-noun") return coupling;
  const words = provider.phrase.split(/[^\p{L}\p{N}]/u);
  for (const word of words.toReversed()) {
    const kind = kindOf(word);
    const byKind = kind && BY_KIND[kind];
    if (byKind) return byKind;
  }
  const name = "known" in provider.end ? provider.end.known : provider.end.new;
  const product = productCoupling(`${provider.phrase} ${name}`) ?? "call";
  // Who calls a platform's interface does not run on it.
  return product === "runs-on" && because.endsWith("voice") ? "call" : product;
}
