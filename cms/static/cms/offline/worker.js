// The service worker. It hands out what a member chose to keep, and never keeps anything by itself: only keep.js writes,
// into caches named after one person, and only that person's are read here. The view that serves this file puts
// `const SHELL = {cache, page, files}` before it: the page for “no line”, which names nobody.
const SLOW_MS = 5000;
const PARTS = new Set(["style", "script", "image", "font", "track", "manifest"]);
const MEDIA = new Set(["video", "audio"]);
// What changes nothing about a text: words to mark, the second to begin at.
const HARMLESS = new Set(["mark", "t"]);
const ADDRESS = /^[a-z][A-Za-z0-9_.-]*$/;

self.addEventListener("install", (event) => event.waitUntil(keepShell().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function keepShell() {
  const cache = await caches.open(SHELL.cache);
  await Promise.all([SHELL.page, ...SHELL.files].map(async (url) => {
    // Without cookies: this page is for whoever holds the device.
    const response = await fetch(url, { credentials: "omit", cache: "no-cache" });
    if (!response.ok) throw new Error(`${url} ${response.status}`);
    await cache.put(url, response);
  }));
}

async function takeOver() {
  const old = (await caches.keys()).filter((name) => name.startsWith("shell|") && name !== SHELL.cache);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin || url.pathname.startsWith("/admin/")) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (request.method !== "GET") return;
  else if (MEDIA.has(request.destination)) event.respondWith(media(request, url));
  else if (PARTS.has(request.destination)) event.respondWith(part(request, url));
});

async function page(event, url) {
  const { request } = event;
  const network = Promise.resolve(event.preloadResponse).then((early) => early ?? fetch(request));
  if (request.method !== "GET") return network.catch(shell);
  const kept = await found(url);
  if (!kept) return network.catch(shell);
  const here = () => kept;
  const slow = new Promise((resolve) => { setTimeout(resolve, SLOW_MS); }).then(here);
  const live = network.then((response) => (response.status >= 502 ? kept : response), here);
  return Promise.race([live, slow]);
}

async function part(request, url) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = (await found(url)) ?? (await caches.match(url.href, { cacheName: "assets", ignoreVary: true }))
      ?? (await caches.match(url.href, { cacheName: SHELL.cache, ignoreVary: true }));
    if (kept) return kept;
    throw error;
  }
}

// A film that is here is played from here: the line may be paid for by the megabyte.
async function media(request, url) {
  const kept = await found(url);
  return kept ? piece(request, kept) : fetch(request);
}

async function piece(request, response) {
  const asked = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get("range") ?? "");
  if (!asked) return response;
  const blob = await response.blob();
  const [, from, to] = asked;
  const start = from ? Number(from) : Math.max(0, blob.size - Number(to));
  const end = from && to ? Math.min(Number(to), blob.size - 1) : blob.size - 1;
  if (start > end) return new Response(null, { status: 416, headers: { "Content-Range": `bytes */${blob.size}` } });
  const type = response.headers.get("Content-Type") ?? "application/octet-stream";
  return new Response(blob.slice(start, end + 1, type), {
    status: 206,
    headers: {
      "Accept-Ranges": "bytes",
      "Content-Length": String(end - start + 1),
      "Content-Range": `bytes ${start}-${end}/${blob.size}`,
      "Content-Type": type,
    },
  });
}

const shell = () => caches.match(SHELL.page, { cacheName: SHELL.cache, ignoreVary: true }).then((here) => here ?? Response.error());

async function found(url) {
  const rows = await keptRows().catch(() => []);
  if (!rows.length) return undefined;
  const exact = await among(rows, url.pathname + url.search);
  if (exact) return exact;
  if (![...url.searchParams.keys()].every((name) => HARMLESS.has(name))) return undefined;
  const plain = await among(rows, url.pathname);
  if (plain) return plain;
  for (const row of rows) {
    if (row.aliases[url.pathname]) return Response.redirect(row.aliases[url.pathname] + url.search, 302);
  }
  return provision(rows, url);
}

// /library/study-rules/art_12/para_3/ lies in the text above it, as the server would have said.
async function provision(rows, url) {
  if (!url.pathname.startsWith("/library/")) return undefined;
  const steps = url.pathname.split("/").filter(Boolean);
  const address = [];
  while (steps.length > 2 && ADDRESS.test(steps.at(-1))) {
    address.unshift(steps.pop());
    const above = `/${steps.join("/")}/`;
    const text = rows.find((row) => row.aliases[above])?.aliases[above] ?? ((await among(rows, above)) && above);
    if (text) return Response.redirect(`${text}${url.search}#${address.join("/")}`, 302);
  }
  return undefined;
}

async function among(rows, path) {
  for (const row of rows) {
    const response = await caches.match(new URL(path, location.origin).href, { cacheName: row.cache, ignoreVary: true });
    if (response) return response;
  }
  return undefined;
}

// The rows of the person this device is for now, the newest first; store.js writes them.
function keptRows() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("zhixing");
    // Not made here: store.js makes it with its shape.
    request.onupgradeneeded = () => request.transaction.abort();
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const db = request.result;
      db.onversionchange = () => db.close();
      const transaction = db.transaction(["meta", "kept"]);
      const owner = transaction.objectStore("meta").get("owner");
      const kept = transaction.objectStore("kept").getAll();
      transaction.oncomplete = () => {
        db.close();
        const mine = kept.result.filter((row) => row.owner === owner.result?.value);
        resolve(mine.sort((a, b) => b.savedAt.localeCompare(a.savedAt)));
      };
      transaction.onerror = () => { db.close(); reject(transaction.error); };
    };
  });
}
