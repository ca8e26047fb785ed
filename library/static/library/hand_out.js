// “复制”: a plain text as text, an article with its styles. Without a clipboard the buttons stay hidden.
const said = document.querySelector("[data-copy-said]");

async function copy(thing) {
  if (thing instanceof HTMLTextAreaElement) return navigator.clipboard.writeText(thing.value);
  const kinds = { "text/html": thing.innerHTML, "text/plain": thing.innerText };
  const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

if (navigator.clipboard && window.ClipboardItem) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(document.getElementById(button.dataset.copy));
        said.textContent = "已复制。";
      } catch {
        said.textContent = "浏览器不让复制，请自己选中以后复制。";
      }
    });
  }
}
