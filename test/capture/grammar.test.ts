import { describe, expect, it } from "vitest";
import { arrowsOf } from "../support/read-sentence.ts";

/** A sentence, and the arrows that it states. */
type Row = [sentence: string, ...arrows: string[]];

const RULES: Readonly<Record<string, readonly Row[]>> = {
  "verbs that need": [
    ["The loan desk depends on the shelf database.", "loans -> shelf-db"],
    ["Fines relies heavily upon card-auth.", "fines -> card-auth"],
    ["The kiosk app uses Redis.", "kiosk -> session-cache"],
    ["The mailer reads its addresses from shelf-db.", "mailer -> shelf-db"],
    ["The indexer writes to the catalogue service.", "indexer -> catalog"],
    ["The loan desk publishes every return to Kafka.", "loans -> scan-bus"],
    ["The mailer consumes from the hold queue.", "mailer -> hold-queue"],
    ["The catalog queries shelf-db for every page.", "catalog -> shelf-db"],
    ["Kiosks authenticate against card-auth.", "kiosk -> card-auth"],
    ["The fines API connects to shelf-db over a private link.", "fines -> shelf-db"],
    ["The kiosk app talks to the loan desk.", "kiosk -> loans"],
    ["The indexer subscribes to the scan bus.", "indexer -> scan-bus"],
    ["The catalog keeps its sessions in Redis.", "catalog -> session-cache"],
    ["The mailer polls the hold queue every minute.", "mailer -> hold-queue"],
    ["The loan desk resolves hostnames through the internal DNS.", "loans -> resolver"],
    ["The indexer falls back to shelf-db.", "indexer -> shelf-db"],
    ["The mailer runs on the scan bus.", "mailer -> scan-bus"],
    ["The kiosk app calls out to the fines API.", "kiosk -> fines"],
    ["The loan desk waits on card-auth.", "loans -> card-auth"],
    ["The kiosk points at the loan desk.", "kiosk -> loans"],
    ["The fines API looks up members in shelf-db.", "fines -> shelf-db"],
    ["A retry storm from the kiosks overwhelmed card-auth.", "kiosk -> card-auth"],
    ["The mailer asks the fines API for the amount.", "mailer -> fines"],
  ],

  "verbs in a chain": [
    ["The loan desk needs to talk to card-auth.", "loans -> card-auth"],
    ["The mailer was unable to reach shelf-db.", "mailer -> shelf-db"],
    ["The catalog could not connect to Redis.", "catalog -> session-cache"],
    ["The indexer failed to fetch titles from the catalogue service.", "indexer -> catalog"],
    ["The kiosk is struggling to make requests to the loan desk.", "kiosk -> loans"],
    ["The mailer keeps trying to pull from the hold queue.", "mailer -> hold-queue"],
    ["The fines API timed out talking to card-auth.", "fines -> card-auth"],
    ["The mailer no longer receives events from the scan bus.", "mailer -> scan-bus"],
    ["The indexer did not get any records from shelf-db.", "indexer -> shelf-db"],
    ["The catalog is configured to read from shelf-db.", "catalog -> shelf-db"],
  ],

  "the passive voice": [
    ["The session cache is used by the catalog.", "catalog -> session-cache"],
    ["The catalog is fed by the indexer.", "catalog -> indexer"],
    ["The loan desk is backed by shelf-db.", "loans -> shelf-db"],
    ["The catalog is hosted on the scan bus.", "catalog -> scan-bus"],
    ["The catalog, backed by shelf-db, went dark.", "catalog -> shelf-db"],
    ["Card-auth is relied upon by the loan desk.", "loans -> card-auth"],
    ["Overdue letters of the mailer are stored in shelf-db.", "mailer -> shelf-db"],
    ["Card auth is required by the kiosk app.", "kiosk -> card-auth"],
    [
      "The queue used by the mailer was full, and the catalog is powered by shelf-db.",
      "catalog -> shelf-db",
    ],
  ],

  "verbs that give": [
    ["Card-auth powers the kiosk app.", "kiosk -> card-auth"],
    ["The indexer feeds the catalog.", "catalog -> indexer"],
    ["Shelf-db underpins the loan desk.", "loans -> shelf-db"],
    ["Card-auth provides tokens to the fines API.", "fines -> card-auth"],
    ["Card-auth rejected requests from the kiosk app.", "kiosk -> card-auth"],
    ["The fines API was returning errors to the kiosk app.", "kiosk -> fines"],
  ],

  lists: [
    ["The catalog and the loan desk use shelf-db.", "catalog -> shelf-db", "loans -> shelf-db"],
    [
      "The mailer, the indexer and fines all depend on Kafka.",
      "fines -> scan-bus",
      "indexer -> scan-bus",
      "mailer -> scan-bus",
    ],
    [
      "The loan desk needs shelf-db, Redis and card-auth.",
      "loans -> card-auth",
      "loans -> session-cache",
      "loans -> shelf-db",
    ],
    [
      "The kiosk depends on internal systems such as card-auth and the fines API.",
      "kiosk -> card-auth",
      "kiosk -> fines",
    ],
    [
      "The kiosk depends on two stores (Redis, shelf-db).",
      "kiosk -> session-cache",
      "kiosk -> shelf-db",
    ],
    [
      "The mailer reads the hold queue and writes to shelf-db.",
      "mailer -> hold-queue",
      "mailer -> shelf-db",
    ],
    [
      "Both the catalog and the mailer rely on Redis.",
      "catalog -> session-cache",
      "mailer -> session-cache",
    ],
  ],

  "relative clauses": [
    ["Redis, which the catalog uses, ran out of memory.", "catalog -> session-cache"],
    ["The store that the mailer depends on is shelf-db."],
    ["Shelf-db, on which the loan desk depends, was rebooted.", "loans -> shelf-db"],
    [
      "The kiosk calls the loan desk, which relies on card-auth.",
      "kiosk -> loans",
      "loans -> card-auth",
    ],
    ["The loan desk, which runs in the east wing, calls card-auth.", "loans -> card-auth"],
    ["The indexer is the job that reads from shelf-db.", "indexer -> shelf-db"],
    [
      "Members sign up on a service we call Card auth, which needs Redis.",
      "card-auth -> session-cache",
    ],
  ],

  "who fills what others read": [
    ["The catalog reads the table that the indexer fills.", "catalog -> indexer"],
    ["The mailer reads a view populated by the loan desk.", "mailer -> loans"],
  ],

  nouns: [
    ["The loan desk has a hard dependency on card-auth.", "loans -> card-auth"],
    ["The kiosk's dependency on Redis surprised us.", "kiosk -> session-cache"],
    ["We found a dependency of the mailer on shelf-db.", "mailer -> shelf-db"],
    ["Card-auth is a dependency of the loan desk.", "loans -> card-auth"],
    ["Redis (a dependency of the catalog) was restarted.", "catalog -> session-cache"],
    ["Requests from the kiosk to the loan desk timed out.", "kiosk -> loans"],
    ["We saw timeouts from fines to card-auth.", "fines -> card-auth"],
    ["The mailer's connections to shelf-db were reset.", "mailer -> shelf-db"],
    ["The kiosk lost its connection to card-auth.", "kiosk -> card-auth"],
    ["There were errors in the catalog when querying shelf-db.", "catalog -> shelf-db"],
    ["The kiosk saw a wave of errors from card-auth.", "kiosk -> card-auth"],
    ["The catalog's Redis was evicting keys.", "catalog -> session-cache"],
    ["Consumers of the scan bus such as the indexer lagged.", "indexer -> scan-bus"],
  ],

  roles: [
    ["Shelf-db is the database behind the loan desk.", "loans -> shelf-db"],
    ["The catalog's backend is shelf-db.", "catalog -> shelf-db"],
    ["The kiosk app is a client of the fines API.", "kiosk -> fines"],
    ["Card-auth is critical to the loan desk.", "loans -> card-auth"],
    [
      "The mailer and the indexer share the session cache.",
      "indexer -> session-cache",
      "mailer -> session-cache",
    ],
    ["Without card-auth the kiosk cannot start.", "kiosk -> card-auth"],
    ["The fines nodes in us-west-2b were lost.", "fines -> us-west-2b"],
  ],

  causes: [
    ["The loan desk failed because shelf-db was down.", "loans -> shelf-db"],
    ["The kiosk was unavailable due to an outage of card-auth.", "kiosk -> card-auth"],
    ["Because Redis was full, the catalog crashed.", "catalog -> session-cache"],
    ["When card-auth went down, the kiosk failed.", "kiosk -> card-auth"],
    ["Shelf-db was down, so the mailer stalled.", "mailer -> shelf-db"],
    ["The card-auth outage took down the kiosk app.", "kiosk -> card-auth"],
    [
      "An outage of shelf-db affected the catalog, fines and the mailer.",
      "catalog -> shelf-db",
      "fines -> shelf-db",
      "mailer -> shelf-db",
    ],
    ["Latency on Redis caused the catalog to time out.", "catalog -> session-cache"],
    ["High load on shelf-db led to errors in the fines API.", "fines -> shelf-db"],
    ["Members could not open the kiosk because card-auth was unavailable.", "kiosk -> card-auth"],
    ["The catalog was affected by the shelf-db outage.", "catalog -> shelf-db"],
    ["Shelf-db ran out of disk, breaking the mailer.", "mailer -> shelf-db"],
    ["The root cause of the kiosk errors was card-auth.", "kiosk -> card-auth"],
    ["The errors in fines stemmed from shelf-db.", "fines -> shelf-db"],
    ["Shelf-db fell over because queries from the indexer doubled.", "indexer -> shelf-db"],
    ["The catalog recovered once shelf-db was restored.", "catalog -> shelf-db"],
    ["The mailer could not start: shelf-db was down.", "mailer -> shelf-db"],
    ["The kiosk hides the fees when the fines API is down.", "kiosk -> fines"],
  ],

  "people whom somebody calls": [
    ["The mailer depends on @Ben."],
    ["The mailer depends on @Ben Okafor, who restarts it."],
    ["The mailer reads from @hold-queue.", "mailer -> hold-queue"],
  ],

  "names that nobody knows": [
    ["The mailer writes to the Ravenna queue.", 'mailer -> "Ravenna queue"'],
    ["The kiosk calls member-profile-service.", 'kiosk -> "member-profile-service"'],
    ["The catalog stores covers in CoverVault.", 'catalog -> "CoverVault"'],
    [
      "The loan desk posts to a topic in the Branches account.",
      'loans -> "topic in the Branches account"',
    ],
    [
      "The mailer sends letters to https://post.example.com/send and needs Redis.",
      "mailer -> session-cache",
    ],
    ["The `print-spooler` reads from the hold queue.", '"print-spooler" -> hold-queue'],
  ],

  "we and our systems": [
    ["We store the loan desk's records in shelf-db.", "loans -> shelf-db"],
    ["We use Redis in the catalog.", "catalog -> session-cache"],
    ["Staff log in to the kiosk through card-auth.", "kiosk -> card-auth"],
    [
      "The loan desk talks to shelf-db through the internal DNS.",
      "loans -> resolver",
      "loans -> shelf-db",
      "resolver -> shelf-db",
    ],
  ],

  removals: [
    ["The mailer no longer depends on Redis.", "mailer -x session-cache"],
    ["The kiosk is configured to not log to the scan bus.", "kiosk -x scan-bus"],
    ["We removed the catalog's dependency on Redis.", "catalog -x session-cache"],
    ["We removed Redis from the catalog.", "catalog -x session-cache"],
    ["The loan desk stopped using card-auth.", "loans -x card-auth"],
    [
      "We moved the mailer from the hold queue to Kafka.",
      "mailer -> scan-bus",
      "mailer -x hold-queue",
    ],
    [
      "The catalog replaced Redis with shelf-db.",
      "catalog -> shelf-db",
      "catalog -x session-cache",
    ],
    ["We decoupled fines from card-auth.", "fines -x card-auth"],
  ],
  "any other deed": [
    ["The kiosk app embeds the fines API.", "kiosk -> fines"],
    ["The loan desk hands returns over to the mailer.", "loans -> mailer"],
    ["Letters are issued to the kiosk by the mailer.", "kiosk -> mailer"],
    ["Payments go from the kiosk to the fines API.", "kiosk -> fines"],
    ["The catalog's pages are rendered by the kiosk app.", "catalog -> kiosk"],
    ["The indexer puts its files on shelf-db.", "indexer -> shelf-db"],
    ["The indexer reads what the loan desk writes.", "indexer -> loans"],
  ],
  fragments: [
    ["kiosk -> card-auth", "kiosk -> card-auth"],
    [
      "shelf-db out of disk -> loan desk can't save -> kiosk shows errors",
      "kiosk -> loans",
      "loans -> shelf-db",
    ],
    ["With card-auth down, the kiosk failed.", "kiosk -> card-auth"],
    [
      "Everything on shelf-db froze: the catalog, fines, the mailer.",
      "catalog -> shelf-db",
      "fines -> shelf-db",
      "mailer -> shelf-db",
    ],
    ["After the Redis upgrade the catalog did not start.", "catalog -> session-cache"],
    ["Edits in the catalog are not showing up on the kiosk.", "kiosk -> catalog"],
    [
      "The kiosk and the mailer, both of which are behind card-auth, were fine.",
      "kiosk -> card-auth",
      "mailer -> card-auth",
    ],
  ],
};

describe.each(Object.entries(RULES))("%s", (_rule, rows) => {
  it.each(rows)("%s", (sentence, ...arrows) => {
    expect(arrowsOf(sentence)).toEqual(arrows.toSorted());
  });
});

describe("says nothing", () => {
  it.each([
    "Does the mailer depend on Redis?",
    "Maybe the mailer depends on Redis.",
    "The mailer does not depend on Redis.",
    "The kiosk never calls fines.",
    "The mailer should use Redis.",
    "We could move the catalog to shelf-db.",
    "We plan to move the catalog to shelf-db.",
    "What if the kiosk called card-auth directly?",
    "Make the mailer retry against shelf-db.",
    "Not sure whether the mailer uses Redis.",
    "The kiosk would have called card-auth.",
    "The catalog, the mailer and fines were down.",
    "The catalog and the mailer failed at 10:04.",
    "The kiosk was slow and so was the mailer.",
    "It is a coincidence that Redis failed before the kiosk did.",
    "The kiosk outage is unrelated to shelf-db.",
    "Members depend on the kiosk.",
    "The loan team depends on Redis for its demo.",
    "Opsgenie paged the mailer team at 03:10.",
    "Terraform manages shelf-db and Redis.",
    "The catalog was fine while shelf-db was down.",
    "The kiosk, unlike the catalog, was healthy.",
    "Instead of Redis, the mailer keeps nothing at all.",
    "The catalog bypasses Redis.",
    "The kiosk resembles the catalog.",
    "The kiosk outlived the catalog.",
    "The mailer watches the catalog.",
    "We discussed having the mailer read shelf-db directly.",
    "The mailer was upgraded before the kiosk.",
    "The kiosk, Redis and fines restarted.",
    "Redis and shelf-db are two different things.",
    "",
    "ok thanks",
  ])("%s", (sentence) => {
    expect(arrowsOf(sentence)).toEqual([]);
  });
});
