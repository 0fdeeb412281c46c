/** Verbs whose base and -s forms are nouns unless a pronoun or `to` stands before them. */
export const MOSTLY_NOUNS: ReadonlySet<string> = new Set(
  `service error issue fault message page rate record time name state event test surge spike lag leak limit lock mirror cluster shard snapshot
   ticket bridge document place trouble stress strain risk sort mark note list link market end address file function group index item
   map measure object order part position price program project question range reason season section set source stage step stock subject
   table task term version view volume border border log report update change release fix deploy monitor alert transfer trade track store
   base house front handle cause benefit contact guard hook hop loop plan point position power print reference reset rest review shift
   experience force host influence interface design demand offer quote rank sample schedule scale cache queue process export import
   backup harvest echo block trap prune start stop crash restart retry timeout build match backfill boot clone fork deal delay
   impact search work increase drop rise load traffic stream request`.split(/\s+/u),
);
/** Of those, the ones that are verbs as soon as an object follows: `X hosts Y`, `X caches the tokens`. */
export const WITH_OBJECT: ReadonlySet<string> = new Set(
  "host handle cause cache queue process store import export request stream load impact block power search schedule front serve house experience force log monitor mirror update reference harvest transfer".split(
    " ",
  ),
);
