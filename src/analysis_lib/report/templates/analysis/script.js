// Enhancements of a page that is whole without them: search, sorting, a switch for figure links, the place in the
// contents. Nothing is loaded, stored or sent.
(() => {
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const plain = text => text.replace(/\s+/g, " ").trim();

  // figure links can be taken out of the order of the Tab key
  const links = all("a.figure-link").map(link => [link, link.getAttribute("href")]);
  const button = document.getElementById("links-switch");
  button.parentElement.hidden = links.length === 0;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", on);
    button.querySelector("span").textContent = on ? "on" : "off";
    for (const [link, place] of links) on ? link.setAttribute("href", place) : link.removeAttribute("href");
  });

  // sorting: a table of single rows, with its totals last; the third press brings back the printed order
  const number = text => {
    const found = text.replace(/[,\s\u202f]/g, "").replace("−", "-").match(/^[+-]?\d+(\.\d+)?/);
    return found ? Number(found[0]) : null;
  };
  const sorted = (rows, place, down) => rows.map(row => [row, plain(row.cells[place].textContent)]).sort(([, a], [, b]) => {
    const [x, y] = [number(a), number(b)];
    if (x === null && y === null) return (down ? -1 : 1) * a.localeCompare(b, "en-GB");
    return x === null ? 1 : y === null ? -1 : (down ? y - x : x - y);
  }).map(([row]) => row);
  for (const table of all("table.sortable")) {
    const body = table.tBodies[0], printed = [...body.rows];
    const totals = printed.filter(row => row.matches(".total")), others = printed.filter(row => !row.matches(".total"));
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, place) => {
      const sorter = document.createElement("button");
      sorter.type = "button";
      sorter.append(...head.childNodes);
      head.append(sorter);
      sorter.addEventListener("click", () => {
        const next = { none: "descending", descending: "ascending", ascending: "none" }[head.getAttribute("aria-sort") ?? "none"];
        heads.forEach(other => other.removeAttribute("aria-sort"));
        if (next !== "none") head.setAttribute("aria-sort", next);
        body.append(...(next === "none" ? printed : [...sorted(others, place, next === "descending"), ...totals]));
      });
    });
  }

  // search: every paragraph, heading, row and entry that holds all the words
  const form = document.querySelector("form.search"), field = form.querySelector("input");
  const count = form.querySelector(".search-count"), results = form.querySelector(".search-results");
  const MOST = 30;
  const told = item => {
    if (!item.matches("tr")) return plain(item.textContent);
    const number = item.closest("[id^=table-]")?.querySelector(".exhibit-number")?.textContent ?? "Table";
    return `${number}: ${[...item.cells].map(cell => plain(cell.textContent)).join(" ")}`;
  };
  const texts = all("main h2, main h3, main h4, main p, main li, main tr, main figcaption")
    .filter(item => !item.matches("li.entry, .onward") && !item.closest(".exhibit-links, .onward, .entry-back, .facts-table, .values"))
    .filter(item => !item.querySelector("p"))
    .map(item => [item, told(item)]);
  const leave = () => { results.replaceChildren(); count.textContent = ""; };
  const search = () => {
    const words = plain(field.value).toLowerCase().split(" ").filter(Boolean);
    leave();
    if (plain(field.value).length < 2) return;
    const found = texts.filter(([, text]) => words.every(word => text.toLowerCase().includes(word)));
    count.textContent = found.length === 0 ? "Nothing found" : found.length === 1 ? "1 place" :
      `${found.length} places${found.length > MOST ? `, the first ${MOST} listed` : ""}`;
    found.slice(0, MOST).forEach(([item, text], order) => {
      item.id ||= `found-${order}-${texts.findIndex(([other]) => other === item)}`;
      const start = item.matches("tr") ? 0 : Math.max(0, text.toLowerCase().indexOf(words[0]) - 30);
      const link = document.createElement("a"), entry = document.createElement("li");
      link.href = `#${item.id}`;
      link.textContent = `${start ? "…" : ""}${text.slice(start, start + 90)}${text.length > start + 90 ? "…" : ""}`;
      link.addEventListener("click", () => {
        item.closest("details")?.setAttribute("open", "");
        item.setAttribute("tabindex", "-1");
        item.focus();
      });
      entry.append(link);
      results.append(entry);
    });
  };
  form.hidden = false;
  form.addEventListener("submit", event => { event.preventDefault(); search(); });
  let waiting;
  field.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(search, 150); });
  field.addEventListener("keydown", event => { if (event.key === "Escape") { field.value = ""; leave(); } });

  // the chapter that is being read, in the contents
  const entries = all(".contents a"), titles = entries.map(link => document.querySelector(link.getAttribute("href")));
  const mark = () => {
    const passed = titles.filter(title => title.getBoundingClientRect().top < innerHeight / 3).length;
    entries.forEach((link, place) => place === passed - 1 ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"));
  };
  addEventListener("scroll", mark, { passive: true });
  mark();

  addEventListener("beforeprint", () => all("details").forEach(item => item.setAttribute("open", "")));
})();
