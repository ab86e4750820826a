// What the peers from npm need for the same work: prints a JSON object of work and number.
// Run it in the folder that holds their node_modules.

import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const RUNS = 5;
// Short work is run more often, since Node adapts the code that it has run often.
const MOST_RUNS = 101;
const ENOUGH = 50; // milliseconds
const READY = 2;

const require = createRequire(`${process.cwd()}/`);
const { BracketsManager } = require("brackets-manager");
const { InMemoryDatabase } = require("brackets-memory-db");
const { RoundRobin } = await import(pathToFileURL(require.resolve("tournament-pairings")));

const names = (entrants) => Array.from({ length: entrants }, (_, number) => `entrant ${number}`);

async function milliseconds(prepare, work) {
  const times = [];
  let total = 0;
  let isWarm = false;
  while (times.length < RUNS || (total < ENOUGH && times.length < MOST_RUNS)) {
    const prepared = await prepare();
    const start = process.cpuUsage();
    await work(prepared);
    const used = process.cpuUsage(start);
    const time = (used.user + used.system) / 1000;
    // The first run warms up and is not counted.
    if (isWarm) times.push(time);
    if (isWarm) total += time;
    isWarm = true;
  }
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
}

async function create(seeding) {
  const storage = new InMemoryDatabase();
  const manager = new BracketsManager(storage);
  const settings = { grandFinal: "double", seedOrdering: ["natural"] };
  const type = "double_elimination";
  await manager.create.stage({ tournamentId: 0, name: "stage", type, seeding, settings });
  return { manager, storage };
}

const winFirst = (manager, id) =>
  manager.update.match({ id, opponent1: { score: 1, result: "win" }, opponent2: { score: 0 } });

// Ask what can be played, play it, and ask again.
async function playAsReady({ manager, storage }) {
  let ready = await storage.select("match", { status: READY });
  while (ready.length > 0) {
    for (const { id } of ready) {
      await winFirst(manager, id);
    }
    ready = await storage.select("match", { status: READY });
  }
}

// Go through the matches once, in an order that is known to be one of play.
async function playInOrder({ manager, storage }) {
  for (const match of storage.data.match.map((row) => row.id)) {
    if (storage.data.match[match].status === READY) {
      await winFirst(manager, match);
    }
  }
}

const measured = {};
for (const size of [64, 1024]) {
  measured[`create ${size}`] = await milliseconds(() => names(size), create);
  const stage = () => create(names(size));
  measured[`play as ready ${size}`] = await milliseconds(stage, playAsReady);
  measured[`play in order ${size}`] = await milliseconds(stage, playInOrder);
}
for (const size of [100, 500]) {
  measured[`round robin ${size}`] = await milliseconds(
    () => names(size),
    (entered) => RoundRobin(entered, 1, true),
  );
}
console.log(JSON.stringify(measured));
