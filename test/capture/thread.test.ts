import { expect, it } from "vitest";
import { arrowsOf, readAll } from "../support/read-sentence.ts";

it("follows a pronoun back to the subject of the sentence before", () => {
  expect(arrowsOf("The mailer was slow this morning. It reads from shelf-db.")).toEqual([
    "mailer -> shelf-db",
  ]);
});

it("takes no pronoun's object for its own subject", () => {
  const arrows = arrowsOf("Shelf-db was locked. The loan desk waits on it.");
  expect(arrows).toEqual(["loans -> shelf-db"]);
});

it("lets they mean the two that were named", () => {
  expect(arrowsOf("The kiosk and the mailer broke. They rely on card-auth.")).toEqual([
    "kiosk -> card-auth",
    "mailer -> card-auth",
  ]);
});

it("follows that job back to the name with the same last word", () => {
  const arrows = arrowsOf("The hold queue was empty. The mailer polls that queue.");
  expect(arrows).toEqual(["mailer -> hold-queue"]);
});

it("lets this outage mean the last one told", () => {
  const arrows = arrowsOf("The kiosk was down for an hour. This outage was caused by card-auth.");
  expect(arrows).toEqual(["kiosk -> card-auth"]);
});

it("carries a consequence over a full stop", () => {
  expect(arrowsOf("Shelf-db had an outage. As a result, the loan desk was unavailable.")).toEqual([
    "loans -> shelf-db",
  ]);
});

it("reads two spellings of a name as the same", () => {
  expect(arrowsOf("CardAuth uses redis.", "card_auth uses REDIS.")).toEqual([
    "card-auth -> session-cache",
  ]);
});

it("believes a question that somebody answers with yes", () => {
  expect(arrowsOf("Does the mailer use Redis?", ["ben", "yes"])).toEqual([
    "mailer -> session-cache",
  ]);
});

it("does not believe a question that somebody answers with no", () => {
  expect(arrowsOf("Does the mailer use Redis?", ["ben", "no"])).toEqual([]);
});

it("forgets what its author takes back", () => {
  expect(arrowsOf("The mailer uses Redis.", "I was wrong about that.")).toEqual([]);
});

it("keeps what another person said when somebody takes something back", () => {
  const arrows = arrowsOf(
    "The mailer uses Redis.",
    ["ben", "The kiosk uses Redis."],
    ["ben", "scratch that"],
  );
  expect(arrows).toEqual(["mailer -> session-cache"]);
});

it("forgets what a later message denies", () => {
  const arrows = arrowsOf("The mailer uses Redis.", [
    "ben",
    "Turns out the mailer does not use Redis.",
  ]);
  expect(arrows).toEqual([]);
});

it("lets a removal end what was said before", () => {
  const arrows = arrowsOf("The mailer uses Redis.", "Since June the mailer no longer uses Redis.");
  expect(arrows).toEqual(["mailer -x session-cache"]);
});

it("connects no two victims of one failure", () => {
  const arrows = arrowsOf(
    "Shelf-db went down and took the kiosk with it.",
    "The kiosk, fines and the mailer were affected by shelf-db.",
  );
  expect(arrows).toEqual(["fines -> shelf-db", "kiosk -> shelf-db", "mailer -> shelf-db"]);
});

it("reads bullets and numbered points one by one", () => {
  const arrows = arrowsOf(
    "Findings:\n- the kiosk calls fines\n* the mailer polls the hold queue\n1. fines needs shelf-db",
  );
  expect(arrows).toEqual(["fines -> shelf-db", "kiosk -> fines", "mailer -> hold-queue"]);
});

it("leaves fenced code out", () => {
  expect(arrowsOf("Logs:\n```\nthe kiosk calls fines\n```\nthat is all")).toEqual([]);
});

it("quotes the sentence word for word and names its message", () => {
  const [found] = readAll(
    "Morning all.",
    "We looked again. Turns out fines reads from shelf-db!  More later.",
  );
  expect(found).toMatchObject({ message: 1, quote: "Turns out fines reads from shelf-db!" });
});

it("says which rule it followed", () => {
  const [found] = readAll("Fines failed because shelf-db was down.");
  expect(found?.because).toBe('one failed "because" the other did');
});

it.each([
  ["The mailer reads from shelf-db.", "data"],
  ["The loan desk publishes to Kafka.", "event"],
  ["The catalog uses Redis.", "cache"],
  ["The kiosk authenticates against card-auth.", "identity"],
  ["The loan desk resolves names through the internal DNS.", "name-resolution"],
  ["The catalog runs on the kiosk.", "runs-on"],
  ["The mailer polls fines.", "polling"],
  ["The kiosk calls fines.", "call"],
  ["The catalog reads the table that the indexer fills.", "data"],
  ["The fines nodes in us-west-2b were lost.", "runs-on"],
])("tells the coupling of: %s", (sentence, coupling) => {
  expect(readAll(sentence).map((found) => found.coupling)).toEqual([coupling]);
});

it("calls a dependency soft when the text tells of a way to live without", () => {
  const [found] = readAll("The kiosk falls back to shelf-db.");
  expect(found?.strength).toBe("soft");
});

it("is surer of two known names than of a new one, and of a noun than of a pronoun", () => {
  const sure = (text: string) => readAll(text)[0]?.confidence ?? 0;
  const known = sure("The mailer depends on shelf-db.");

  expect(known).toBeGreaterThanOrEqual(0.9);
  expect(sure("The mailer depends on PostVault.")).toBeLessThan(known);
  expect(sure("The mailer broke. It depends on shelf-db.")).toBeLessThan(known);
  expect(sure("I think the mailer depends on shelf-db.")).toBeLessThan(known);
  expect(sure("The mailer failed because shelf-db was down.")).toBeLessThan(known);
});
