// Keeping a text, topic or bag on this device, and taking it away again. Nothing else writes into a person's caches.
import { all, get, owner, put, remove } from "./store.js";
import { whoAmI } from "./queue.js";

const ASSETS = "assets";
export const ANYBODY = "anybody";
const MODULE_IMPORT = /(?:from|import)\s*\(?\s*["'](\.[^"']+)["']/g;
const STYLE_URL = /url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']/g;
// A copy half made when a phone was switched off is swept away after a day.
const STALE_MS = 24 * 3600 * 1000;

export class NotKept extends Error {}

export const keptByMe = async () => {
  const mine = await owner();
  return (await all("kept")).filter((row) => row.owner === mine);
};
export const keptRow = async (key) => get("kept", [await owner(), key]);

export async function contentsOf(url) {
  const response = await fetch(url, { cache: "no-store", headers: { Accept: "application/json" } }).catch(() => null);
  if (!response) throw new NotKept("现在没有网络，联网以后再保存。");
  if (!response.ok) throw new NotKept("这份内容现在不能保存，请刷新页面再试。");
  return response.json();
}

// `contents` is the server's list; `groups` the sets of large files that were chosen; `say(done, total, what)` is told.
export async function keep(contents, groups, say) {
  const mine = await owner();
  const name = `kept|${mine}|${contents.key}|${Date.now()}`;
  const work = { mine, cache: await caches.open(name), bytes: 0, seen: new Set(), aliases: {}, pages: [] };
  const files = contents.files.filter((file) => !file.group || groups.includes(file.group));
  const pages = contents.pages.filter((page) => !page.group || groups.includes(page.group));
  const total = contents.papers.length + pages.length + files.length;
  let done = 0;
  const step = (what) => { say(done, total, what); done += 1; };
  try {
    for (const paper of contents.papers) { step(paper.title); await openPaper(work, paper); }
    for (const page of pages) { step(page.title); await keepPage(work, page); }
    for (const file of files) { step(file.title); await keepFile(work, file.url); }
  } catch (error) {
    await caches.delete(name);
    throw plain(error);
  }
  const before = await get("kept", [mine, contents.key]);
  const row = {
    owner: mine, key: contents.key, kind: contents.kind, title: contents.title, url: contents.url, source: contents.source,
    fingerprint: contents.fingerprint, cache: name, savedAt: new Date().toISOString(), bytes: work.bytes,
    pages: work.pages, aliases: { ...contents.aliases, ...work.aliases }, groups, left: contents.left, changed: null,
  };
  await put("kept", row);
  if (before) await caches.delete(before.cache);
  return row;
}

function plain(error) {
  if (error instanceof NotKept) return error;
  if (error?.name === "QuotaExceededError") return new NotKept("手机的空间不够，没有保存。请先移走几份，或者不存录像再试。");
  return new NotKept("保存到一半断了，没有存下来，请在网络好的地方再试一次。");
}

export async function take(row) {
  await remove("kept", [row.owner, row.key]);
  await caches.delete(row.cache);
  if (!(await all("kept")).length) await caches.delete(ASSETS);
}

// Starts the paper, so that its questions are on the page, and keeps it as it stands; keys are not in it.
async function openPaper(work, paper) {
  const who = await whoAmI();
  if (who?.owner !== work.mine) throw new NotKept("登录已经变了，没有保存，请刷新页面再试。");
  const response = await fetch(paper.start, { method: "POST", headers: { "X-CSRFToken": who.token, "X-Keep": "1" } });
  await storePage(work, response, { url: new URL(response.url).pathname, title: paper.title });
}

async function keepPage(work, page) {
  const response = await fetch(page.url, { cache: "no-store", headers: { "X-Keep": "1" } });
  await storePage(work, response, page);
}

async function storePage(work, response, page) {
  // Another person may have logged in in another tab: their page is not ours to keep.
  if (response.headers.get("X-Owner") !== work.mine) throw new NotKept("登录已经变了，没有保存，请刷新页面再试。");
  if (!response.ok) throw new NotKept(`“${page.title}”打不开（${response.status}），没有保存，请稍后再试。`);
  const landed = new URL(response.url);
  const path = landed.pathname + landed.search;
  if (path !== page.url) work.aliases[page.url] = path;
  const text = await response.text();
  const marked = text.replace("<html ", `<html data-kept="${new Date().toISOString()}" `);
  await store(work, path, new Blob([marked]), response);
  work.pages.push({ ...page, url: path });
  const found = new DOMParser().parseFromString(text, "text/html");
  for (const url of partsOf(found, landed)) await keepPart(work, url);
}

function partsOf(page, base) {
  const wanted = [
    ["link[rel~=stylesheet], link[rel~=icon]", "href"], ["script[src]", "src"], ["main img[src]", "src"],
    ["video[poster]", "poster"], ["track[src]", "src"],
  ];
  const urls = wanted.flatMap(([selector, name]) => [...page.querySelectorAll(selector)].map((one) => one.getAttribute(name)));
  return new Set(urls.map((url) => new URL(url, base)).filter((url) => url.origin === location.origin));
}

async function keepPart(work, url) {
  if (url.pathname.startsWith("/static/")) await keepAsset(work, url);
  else await keepFile(work, url.pathname + url.search);
}

// Styles and scripts are everybody's; a script brings the modules it imports, a style the pictures it names.
async function keepAsset(work, url) {
  if (work.seen.has(url.href)) return;
  work.seen.add(url.href);
  const cache = await caches.open(ASSETS);
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok) return;
  const type = response.headers.get("Content-Type") ?? "";
  await cache.put(url.href, response.clone());
  const pattern = type.includes("javascript") ? MODULE_IMPORT : type.includes("css") ? STYLE_URL : null;
  if (!pattern) return;
  for (const [, first, second] of (await response.text()).matchAll(pattern)) {
    const next = new URL(first ?? second, url);
    if (next.origin === location.origin) await keepAsset(work, next);
  }
}

async function keepFile(work, path) {
  if (work.seen.has(path)) return;
  work.seen.add(path);
  const response = await fetch(path, { cache: "no-store", headers: { "X-Keep": "1" } });
  if (!response.ok) throw new NotKept(`有一个文件取不到（${response.status}），没有保存，请稍后再试。`);
  await store(work, path, await response.blob(), response);
}

async function store(work, path, blob, response) {
  const headers = new Headers(response.headers);
  for (const name of ["Content-Encoding", "Content-Length", "Content-Range", "Vary"]) headers.delete(name);
  work.bytes += blob.size;
  await work.cache.put(new URL(path, location.origin).href, new Response(blob, { headers }));
}

// Asks whether what is kept still reads as on the site; says so on the rows, and returns them.
export async function compare(rows) {
  if (!rows.length || !navigator.onLine) return rows;
  const query = new URLSearchParams(rows.map((row) => ["key", row.key]));
  const response = await fetch(`/offline/changes/?${query}`, { cache: "no-store" }).catch(() => null);
  if (!response?.ok) return rows;
  const now = await response.json();
  for (const row of rows) {
    const changed = difference(row, now[row.key]);
    if (JSON.stringify(changed) === JSON.stringify(row.changed)) continue;
    row.changed = changed;
    await put("kept", row);
  }
  return rows;
}

function difference(row, now) {
  if (!now) return { gone: true, said: ["网站上已经撤下，或者不再对您开放，请移走这一份。"] };
  if (now.fingerprint === row.fingerprint) return null;
  const live = new Map(now.pages.map((page) => [page.url, page]));
  const said = row.pages.filter((page) => page.fingerprint).flatMap((page) => sentence(page, live.get(page.url)));
  const known = new Set(row.pages.map((page) => page.url));
  const added = now.pages.filter((page) => !page.group && !known.has(page.url)).length;
  if (added) said.push(`网站上新增了 ${added} 份。`);
  return { gone: false, said: said.length ? said : ["网站上已经改过。"] };
}

function sentence(page, live) {
  if (!live) return [`《${page.title}》已经不在里面了。`];
  if (live.fingerprint === page.fingerprint) return [];
  if (live.edition && live.edition !== page.edition) return [`《${page.title}》已有新版：现行的是${live.edition}，本机这份是${page.edition}。`];
  return [`《${page.title}》已经改过，本机这份是旧的。`];
}

// What other people kept here is taken away when somebody logs in; what they have not sent stays theirs and waits. What
// was kept before logging in is open to everybody and becomes the person's.
export async function forgetOthers(mine) {
  for (const row of (await all("kept")).filter((one) => one.owner !== mine)) {
    if (row.owner === ANYBODY && !(await get("kept", [mine, row.key]))) await put("kept", { ...row, owner: mine });
    await remove("kept", [row.owner, row.key]);
  }
  const used = new Set((await all("kept")).map((row) => row.cache));
  for (const name of await caches.keys()) {
    const [what, whose, , stamp] = name.split("|");
    if (what !== "kept" || used.has(name)) continue;
    if (whose !== mine || Date.now() - Number(stamp) > STALE_MS) await caches.delete(name);
  }
}

// Log-out: caches, what is kept, and what `mine` has not sent. Another person's unsent words wait for that person.
export async function clearDevice(mine) {
  const names = (await caches.keys()).filter((name) => name.startsWith("kept|") || name === ASSETS);
  await Promise.all(names.map((name) => caches.delete(name)));
  for (const row of await all("kept")) await remove("kept", [row.owner, row.key]);
  for (const row of (await all("queue")).filter((one) => one.owner === mine)) await remove("queue", row.seq);
  for (const row of await all("meta")) await remove("meta", row.name);
}

export const size = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
export const day = (iso) => new Date(iso).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
