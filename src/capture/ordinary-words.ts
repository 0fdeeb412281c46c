/** Words that name components in some houses and mean something else in every text. */
const ORDINARY = new Set(
  `search web site login logins sign-in sign-up signup billing checkout payment payments order orders cart catalog
   catalogue email mail notification notifications alert alerts log logs logging metric metrics storage store network cache
   database queue queues worker workers scheduler frontend backend proxy gateway dashboard dashboards report reports
   image images media message messages user users account accounts event events data status automation
   trigger triggers page pages content identity default manager core main primary shared internal external public
   private common global local regional first second new old other same manual live production staging test
   control support work works item items thing things home edge base feed feeds job jobs task tasks session sessions
   key keys secret secrets config configuration pipeline pipelines stream streams index indexes inventory shipping pricing
   profile profiles review reviews customer customers product products media video videos file files document documents
   ingest ingestion delivery routing policy policies compass calm slack trace traces token tokens rule rules model models`
    .split(/\s/u)
    .filter((word) => word !== ""),
);

/** Is this word too common to stand for a component by itself? */
export function isOrdinary(word: string): boolean {
  return ORDINARY.has(word);
}
