/* [data-quote-url]: selecting text in the document offers to comment on just these words. The
   form opens with the quote and its offset (code points) filled in; without JavaScript each
   heading's own link opens the same form. */
const article = document.querySelector("[data-quote-url]");

function placeOf(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const links = [...article.querySelectorAll("[data-place]")];
  return links.filter((link) => link.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)
    .at(-1)?.dataset.place ?? "";
}

function button() {
  let found = document.getElementById("quote-button");
  if (!found) {
    found = document.createElement("a");
    found.id = "quote-button";
    found.className = "button button-primary quote-button no-print";
    found.textContent = "对选中的文字提意见";
    found.hidden = true;
    document.body.append(found);
  }
  return found;
}

function offer() {
  const selection = document.getSelection();
  const text = selection?.toString().replace(/提意见|提建议/g, "").trim() ?? "";
  const link = button();
  if (!text || !selection.rangeCount || !article.contains(selection.anchorNode)) {
    link.hidden = true;
    return;
  }
  const query = new URLSearchParams({
    place: placeOf(selection.getRangeAt(0).startContainer),
    quote: text.slice(0, 2000),
  });
  link.href = `${article.dataset.quoteUrl}?${query}`;
  link.hidden = false;
}

if (article) document.addEventListener("selectionchange", offer);
