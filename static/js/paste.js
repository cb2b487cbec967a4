// Text that is pasted into a paragraph from Word, PowerPoint or a web page: it keeps its words apart,
// and a note beside the text names what did not come along.
(() => {
  const EDITOR = ".public-DraftEditor-content";
  const OWN_COPY = "[data-draftjs-conductor-fragment]";
  const STRUCK = "s, strike, del, [style*='line-through']";
  const UNSEEN =
    "style, script, title, meta, link, [style*='mso-element:comment'], [style*='mso-hide:all'], [hidden]";
  const PICTURES = "img, svg, picture, video, audio, iframe, object, embed, canvas";
  // Lines of their own to a browser; the editor would run the words of many of them together.
  const LISTS = "ul, ol";
  const BLOCKS =
    "address, article, aside, blockquote, body, caption, center, dd, details, div, dl, dt, fieldset, figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hr, legend, li, main, nav, ol, p, pre, section, summary, table, tbody, td, tfoot, th, thead, tr, ul";
  const SUPERSCRIPT = "⁰¹²³⁴⁵⁶⁷⁸⁹";
  const SUBSCRIPT = "₀₁₂₃₄₅₆₇₈₉";
  const SHOWN = 60;

  const wordsOf = (node) => node.textContent.replace(/\s+/g, " ").trim();
  const shorten = (text) => (text.length > SHOWN ? `${text.slice(0, SHOWN).trimEnd()}…` : text);
  const quote = (texts) =>
    texts
      .filter(Boolean)
      .map((text) => text.replace(/^["“”«»]+|["“”«»]+$/g, ""))
      .map((text) => `“${shorten(text)}”`)
      .join(", ");

  // Returns the elements that match, each without what stands inside another that does.
  const outermost = (root, selector) =>
    [...root.querySelectorAll(selector)].filter((found) => !found.parentElement.closest(selector));

  function line(text) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    return paragraph;
  }

  function paragraphOf(nodes) {
    const paragraph = document.createElement("p");
    paragraph.append(...nodes);
    return paragraph;
  }

  // Returns what an element holds as paragraphs and lists, none inside another paragraph.
  function linesOf(element) {
    const lines = [];
    let loose = [];
    const close = () => {
      if (loose.some((node) => node.textContent.trim())) lines.push(paragraphOf(loose));
      loose = [];
    };
    for (const node of [...element.childNodes]) {
      if (node.nodeType === Node.COMMENT_NODE) continue;
      const isBlock = node.matches?.(BLOCKS);
      if (!isBlock && !node.querySelector?.(BLOCKS)) {
        loose.push(node);
        continue;
      }
      close();
      if (node.matches(LISTS)) lines.push(listOf(node));
      else lines.push(...linesOf(node));
    }
    close();
    return lines;
  }

  // Returns a list whose items hold words and lists alone.
  function listOf(list) {
    for (const item of list.querySelectorAll("li")) {
      const parts = linesOf(item).map((part) =>
        part.matches(LISTS) ? [part] : [...part.childNodes, " "],
      );
      item.replaceChildren(...parts.flat());
    }
    return list;
  }

  // Returns the cells of a table, row by row; null where it serves to lay out a page.
  function cellsOf(table) {
    const rows = [...table.rows].map((row) => [...row.cells].map(wordsOf));
    return rows.some((row) => row.length > 1) ? rows.filter((row) => row.some(Boolean)) : null;
  }

  function isClean(table, rows) {
    const merged = table.querySelector(
      "table, [colspan]:not([colspan='1']), [rowspan]:not([rowspan='1'])",
    );
    return (
      !merged &&
      rows.length > 1 &&
      rows[0].every(Boolean) &&
      rows.every((row) => row.length === rows[0].length)
    );
  }

  function replaceTables(root, notes, tables) {
    for (const table of outermost(root, "table")) {
      const rows = cellsOf(table);
      if (!rows) continue;
      const lines = rows.map((cells) => cells.join(" | "));
      table.replaceWith(...lines.map(line));
      if (isClean(table, rows)) tables.push({ rows, lines });
      else
        notes.push(
          "A table with joined or missing cells: each row is a line now, its cells parted by “|”. Add a table block and fill it in by hand.",
        );
    }
  }

  function replaceScripts(root) {
    for (const [name, digits] of [
      ["sup", SUPERSCRIPT],
      ["sub", SUBSCRIPT],
    ]) {
      for (const found of root.querySelectorAll(name)) {
        const text = found.textContent.trim();
        if (/^\d+$/.test(text)) found.textContent = text.replace(/\d/g, (digit) => digits[digit]);
      }
    }
  }

  // A footnote's sign leads to a place in the old document: here it is a small figure without a link.
  function replaceInnerLinks(root) {
    for (const link of root.querySelectorAll("a[href]")) {
      if (!/^(#|about:blank#|file:)|#_(ftn|edn)/i.test(link.getAttribute("href"))) continue;
      const note = /^\[?([0-9]+)\]?$/.exec(wordsOf(link));
      if (note) link.replaceWith(note[1].replace(/\d/g, (digit) => SUPERSCRIPT[digit]));
      else link.replaceWith(...link.childNodes);
    }
  }

  // What was left out had a space on either side.
  function collapseSpaces(root) {
    root.normalize();
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { currentNode } = texts;
      if (!currentNode.parentElement.closest("pre"))
        currentNode.data = currentNode.data.replace(/[ \t\n\r]+/g, " ");
    }
  }

  // Returns the text as the editor can take it, notes on what it cannot, and tables of a clean shape.
  function adapt(html) {
    const root = new DOMParser().parseFromString(html, "text/html").body;
    const notes = [];
    const tables = [];
    for (const found of root.querySelectorAll(UNSEEN)) found.remove();
    const struck = outermost(root, STRUCK);
    if (struck.some(wordsOf))
      notes.push(`Struck-out words were left out: ${quote(struck.map(wordsOf))}`);
    for (const found of struck) found.remove();
    const pictures = outermost(root, PICTURES);
    if (pictures.length) {
      const named = quote(pictures.map((picture) => picture.getAttribute("alt") || ""));
      notes.push(
        `Pictures and videos do not come along: ${pictures.length}. Upload each and add it as a block${named ? `: ${named}` : "."}`,
      );
    }
    for (const found of pictures) found.remove();
    replaceInnerLinks(root);
    replaceScripts(root);
    collapseSpaces(root);
    replaceTables(root, notes, tables);
    const headings = [
      ...root.querySelectorAll("h1, h2, h3, h4, h5, h6, [style*='mso-outline-level']"),
    ];
    if (headings.some(wordsOf))
      notes.push(
        `Headings are ordinary paragraphs now. Make each a heading block: ${quote(headings.map(wordsOf))}`,
      );
    const quotations = outermost(root, "blockquote, q");
    if (quotations.some(wordsOf))
      notes.push(
        `Quotations are ordinary words now. Make each a quote block: ${quote(quotations.map(wordsOf))}`,
      );
    root.replaceChildren(...linesOf(root));
    return { html: root.innerHTML, notes, tables };
  }

  // The body that a text stands in, and its place there; js/content-streams.js lists the bodies.
  function placeOf(editor) {
    const streams = (window.contentStreams || []).filter(({ element }) => element.contains(editor));
    // Of two, the one in a section is inside the other.
    const stream = streams.find(({ element }) =>
      streams.every((other) => other.element.contains(element)),
    );
    if (!stream?.blockDef.childBlockDefsByName.table) return null;
    return { stream, index: stream.children.findIndex((child) => child.element.contains(editor)) };
  }

  function columnOf(rows, index) {
    const cells = rows.slice(1).map((row) => row[index]);
    const isNumber = cells.every((cell) => /^[^a-z]*\d[^a-z]*$/i.test(cell)) && index > 0;
    return { type: isNumber ? "number" : "text", heading: rows[0][index] };
  }

  // Puts a table after its paragraph and takes the lines out that stood for it.
  function makeTable({ stream, index }, { rows, lines }) {
    const { DraftJS } = window;
    const widget = stream.children[index].block.widget;
    const state = widget.getState();
    const waiting = [...lines];
    const kept = state
      .getCurrentContent()
      .getBlocksAsArray()
      .filter((block) => {
        const found = waiting.indexOf(block.getText().trim());
        if (found >= 0) waiting.splice(found, 1);
        return found < 0;
      });
    const content = DraftJS.ContentState.createFromBlockArray(
      kept.length ? kept : DraftJS.ContentState.createFromText("").getBlocksAsArray(),
    );
    widget.setState(DraftJS.EditorState.push(state, content, "remove-range"));
    const table = {
      columns: rows[0].map((_, column) => columnOf(rows, column)),
      rows: rows.slice(1).map((values) => ({ values })),
      caption: "",
    };
    stream.insert(
      { type: "table", value: { caption: "", table, source: "" }, id: null },
      index + 1,
      { animate: true, focus: true },
    );
  }

  function showNote(editor, { notes, tables }) {
    const field =
      editor.closest("[data-field-input]") || editor.closest(".Draftail-Editor__wrapper");
    field.querySelector(".paste-note")?.remove();
    if (!notes.length && !tables.length) return;
    const note = document.createElement("div");
    note.className = "paste-note";
    note.setAttribute("role", "status");
    field.append(note);
    const heading = document.createElement("p");
    heading.textContent = "Not all of what you pasted came along as it was:";
    const list = document.createElement("ul");
    note.append(heading, list);
    const add = (text) =>
      list.appendChild(Object.assign(document.createElement("li"), { textContent: text }));
    notes.forEach(add);
    for (const table of tables) {
      const place = placeOf(editor);
      const size = `A table of ${table.rows.length} rows and ${table.rows[0].length} columns: each row is a line now, its cells parted by “|”. `;
      const item = add(place ? size : `${size}Tables can be added to the body of a page.`);
      if (!place) continue;
      item.append(
        button("Make it a table block", () => {
          const now = placeOf(editor);
          if (now) makeTable(now, table);
          item.remove();
          if (!list.children.length) note.remove();
        }),
      );
    }
    note.append(
      button("Close this note", () => {
        note.remove();
        editor.focus();
      }),
    );
  }

  function button(text, onClick) {
    const made = Object.assign(document.createElement("button"), {
      type: "button",
      textContent: text,
    });
    made.className = "button button-small button-secondary";
    made.addEventListener("click", onClick);
    return made;
  }

  document.addEventListener(
    "paste",
    (event) => {
      const editor = event.target.closest?.(EDITOR);
      const html = event.clipboardData?.getData("text/html");
      if (
        !editor ||
        !html ||
        event.adapted ||
        new DOMParser().parseFromString(html, "text/html").querySelector(OWN_COPY)
      )
        return;
      const adapted = adapt(html);
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", adapted.html);
      clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
      const again = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData });
      again.adapted = true;
      event.preventDefault();
      event.stopImmediatePropagation();
      event.target.dispatchEvent(again);
      showNote(editor, adapted);
    },
    true,
  );
})();
