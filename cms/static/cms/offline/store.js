// What this device keeps, in IndexedDB: who it is for, what is kept, what waits to be sent. worker.js reads the same.
const NAME = "zhixing";
const VERSION = 1;
let opening = null;

export const OFFLINE = "indexedDB" in globalThis && "caches" in globalThis && "serviceWorker" in navigator;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const db = request.result;
      db.createObjectStore("meta", { keyPath: "name" });
      db.createObjectStore("kept", { keyPath: ["owner", "key"] });
      db.createObjectStore("queue", { keyPath: "seq", autoIncrement: true });
    };
    request.onsuccess = () => {
      // A log-out in another tab deletes the database; whoever holds it open must let go.
      request.result.onversionchange = () => { request.result.close(); opening = null; };
      resolve(request.result);
    };
    request.onerror = () => { opening = null; reject(request.error); };
  });
  return opening;
}

// Runs `work` on one store and resolves, once everything is on disk, to the result of the request it returns.
async function on(store, mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}

export const get = (store, key) => on(store, "readonly", (rows) => rows.get(key));
export const all = (store) => on(store, "readonly", (rows) => rows.getAll());
export const put = (store, row) => on(store, "readwrite", (rows) => rows.put(row));
export const remove = (store, key) => on(store, "readwrite", (rows) => rows.delete(key));

export async function meta(name) {
  return (await get("meta", name))?.value;
}

export const setMeta = (name, value) => put("meta", { name, value });

// Whose this page is: said by the server in a page, remembered for pages that come from this device.
export async function owner() {
  const said = document.documentElement.dataset;
  return said.owner && !said.kept ? said.owner : (await meta("owner")) ?? "";
}

export function destroy() {
  return new Promise((resolve) => {
    Promise.resolve(opening).catch(() => null).then((db) => {
      db?.close();
      opening = null;
      const request = indexedDB.deleteDatabase(NAME);
      request.onsuccess = request.onerror = request.onblocked = () => resolve();
    });
  });
}
