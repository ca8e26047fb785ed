// Enhances a pocket book's page: while files are being made, the list is fetched again until they are there.
const files = document.querySelector("[data-progress]");
const EVERY = 1500;

async function follow() {
  if (!files.querySelector("[data-under-way]")) return;
  try {
    const response = await fetch(files.dataset.progress, { headers: { "X-Requested-With": "fetch" } });
    if (response.ok) {
      const focused = document.activeElement?.closest?.("#files") ? document.activeElement.getAttribute("href") : null;
      files.innerHTML = await response.text();
      if (focused) files.querySelector(`[href="${CSS.escape(focused)}"]`)?.focus();
    }
  } catch {
    // The line is away; the next turn asks again.
  }
  setTimeout(follow, EVERY);
}

if (files) setTimeout(follow, EVERY);
