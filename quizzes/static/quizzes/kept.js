// Answers kept in this browser until the server has them: what no network can take away, a reload cannot either.
// One entry a question, so that two tabs never overwrite each other's list. Nothing of right and wrong is known here.
const PREFIX = "zhixing-answer:";
const OLDEST_MS = 30 * 24 * 3600 * 1000;

// Private browsing may refuse to keep anything; the page then remembers by itself until it is closed.
const fallback = new Map();
const store = {
  get: (key) => { try { return localStorage.getItem(key) ?? fallback.get(key); } catch { return fallback.get(key); } },
  set: (key, text) => { try { localStorage.setItem(key, text); } catch { fallback.set(key, text); } },
  drop: (key) => { fallback.delete(key); try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
  keys: () => { try { return [...Object.keys(localStorage), ...fallback.keys()]; } catch { return [...fallback.keys()]; } },
};

function randomName() {
  // crypto.randomUUID is missing where a site runs without HTTPS.
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function read(key) {
  try { return JSON.parse(store.get(key)); } catch { return null; }
}

export class Kept {
  constructor(attempt) {
    this.prefix = `${PREFIX}${attempt}:`;
    this.device = randomName();
    this.turn = 0;
    for (const key of store.keys().filter((one) => one.startsWith(PREFIX))) {
      const entry = read(key);
      if (!entry || Date.now() - entry.given > OLDEST_MS) store.drop(key);
    }
  }

  put(position, values) {
    this.turn += 1;
    // Whose it is: another person on the same phone neither sees nor sends it.
    const { owner } = document.documentElement.dataset;
    const entry = { values, given: Date.now(), device: this.device, turn: this.turn, owner };
    store.set(this.prefix + position, JSON.stringify(entry));
    return entry;
  }

  get(position) {
    return read(this.prefix + position);
  }

  // Only the answer that was sent goes: a newer one may have taken its place meanwhile.
  sent(position, entry) {
    const now = this.get(position);
    if (now && now.device === entry.device && now.turn === entry.turn) store.drop(this.prefix + position);
  }

  positions() {
    const mine = store.keys().filter((key) => key.startsWith(this.prefix));
    return [...new Set(mine)].map((key) => key.slice(this.prefix.length));
  }

  clear() {
    for (const position of this.positions()) store.drop(this.prefix + position);
  }
}
