// What the page can do beyond being read: filters, search, keys, the whole texts side by side, citations.
// Without it everything is there to be read.
"use strict";

(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const one = (selector, root = document) => root.querySelector(selector);
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLocaleLowerCase().replace(/\s+/g, " ");

  // The id to which a link within the page leads, or a mark of a chart; links in an SVG have no `hash`.
  const goal = (mark) => mark.dataset.target ?? mark.getAttribute("href").slice(1);

  document.documentElement.classList.add("js");
  one("#filters").hidden = false;

  const FACETS = ["kind", "severity", "outlet"];
  const statements = all(".statement");
  const findings = all(".finding");
  const places = findings.filter((finding) => finding.id); // each finding once, where its anchor is
  const lones = all(".lone"); // articles apart

  // What is searched: a statement's number, words, speakers and findings, and what it stands under: the title of its
  // event, the names and titles of the sources that carry it. One line each, so that nothing is found across them.
  const lines = (selector, root) => all(selector, root).map((each) => each.textContent.replaceAll("‸", ""));
  const searched = (parts) => parts.map(folded).join("\n");
  const words = new Map([
    ...statements.map((statement) => {
      const event = statement.closest(".event");
      const sources = statement.dataset.outlets.split(" ").map((sigil) => `.sources [data-outlet="${CSS.escape(sigil)}"] .outlet`);
      return [statement, searched([
        ...lines(".number, .words, .speaker, .told", statement), ...lines("h2", event), ...lines(sources.join(), event),
      ])];
    }),
    ...[...lones, ...all(".recurring > li")].map((each) => [each, searched(lines(".outlet, .running, .words, .who", each))]),
    ...all(".whole .finding").map((finding) => [finding, searched(lines(".told", finding))]),
  ]);

  // Rows elsewhere that are about statements or findings, with the places to which they lead.
  const pointers = new Map(all(".pointers > li, .lexicon > li, .places tbody tr").map((row) => [
    row, all('a[href^="#"]', row).map((link) => document.getElementById(goal(link))).filter(Boolean),
  ]));
  const UNITS = ".statement, .finding, .lexicon > li, tbody tr"; // what makes a section worth showing

  const say = (text) => { one("#said").textContent = text; };

  // -- filters: the state is the set of chosen values of each facet, and what is searched for

  const state = { kind: new Set(), severity: new Set(), outlet: new Set(), q: "" };

  const facetValues = (finding) => ({
    kind: finding.dataset.kind.split(" "),
    severity: [finding.dataset.severity],
    outlet: finding.dataset.outlets.split(" "),
  });

  const filtering = () => FACETS.some((facet) => state[facet].size > 0);

  const matches = (finding) => {
    const values = facetValues(finding);
    return FACETS.every((facet) => !state[facet].size || values[facet].some((value) => state[facet].has(value)));
  };

  // A source is chosen to see what it carries, with or without findings; the other facets choose findings.
  const carries = (statement) =>
    !state.outlet.size || statement.dataset.outlets.split(" ").some((outlet) => state.outlet.has(outlet));
  const choosing = () => state.kind.size > 0 || state.severity.size > 0;

  const writeHash = () => {
    const parts = FACETS.filter((facet) => state[facet].size)
      .map((facet) => `${facet}=${[...state[facet]].map(encodeURIComponent).join(",")}`);
    if (state.q) parts.push(`q=${encodeURIComponent(state.q)}`);
    history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
  };

  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return ""; } };

  const readHash = () => {
    const parts = new Map(location.hash.slice(1).split("&").filter((part) => part.includes("="))
      .map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)]));
    if (!parts.size) return false;
    for (const facet of FACETS) {
      const known = new Set(all(`input[name="${facet}"]`).map((box) => box.value));
      state[facet] = new Set((parts.get(facet) ?? "").split(",").map(decoded).filter((value) => known.has(value)));
    }
    state.q = decoded(parts.get("q") ?? "");
    return true;
  };

  const show = () => {
    for (const box of all("#filters input[type=checkbox]")) box.checked = state[box.name].has(box.value);
    if (one("#search").value !== state.q) one("#search").value = state.q;
    document.documentElement.classList.toggle("with-noise", state.severity.has("0"));
    const narrowed = filtering();
    const query = folded(state.q.trim());
    const active = narrowed || query !== "";
    const says = (element) => query === "" || words.get(element).includes(query);
    const isShown = (element) => !element.closest("[hidden]");
    for (const each of all(".event, .event section, .apart")) each.hidden = false;
    // What a source lacks belongs to its row; only lines of an apparatus come and go.
    for (const finding of findings) finding.hidden = finding.matches("li") && narrowed && !matches(finding);
    for (const finding of all(".whole .finding")) finding.hidden ||= !says(finding);
    for (const each of [...statements, ...lones]) {
      const wanted = carries(each) && (!choosing() || all(".finding", each).some(matches));
      each.hidden = !wanted || !says(each);
    }
    for (const each of all(".recurring > li")) each.hidden = choosing() || !carries(each) || !says(each);
    // What leads only to hidden places goes with them, and so does what counts and shows an event as a whole.
    for (const [row, targets] of pointers) row.hidden = active && !targets.some(isShown);
    for (const each of all("main .overview")) each.hidden = active;
    for (const section of all(".event > section, .substances, .apart")) {
      section.hidden = active && !all(section.matches(".apart") ? ".lone, .recurring > li" : UNITS, section).some(isShown);
    }
    for (const event of all(".event")) event.hidden = active && !all(".statement, .whole .finding", event).some(isShown);
    for (const link of all(".contents a")) {
      link.closest("li").hidden = !isShown(document.getElementById(goal(link)));
    }
    for (const mark of all("[data-target], .ribbons a")) {
      const statement = document.getElementById(goal(mark));
      mark.classList.toggle("out", Boolean(statement?.hidden));
    }
    const left = statements.filter((statement) => !statement.hidden).length;
    const found = places.filter((finding) => matches(finding) && isShown(finding)).length;
    const apart = lones.filter((lone) => !lone.hidden).length;
    one("#shown").textContent = active ? [
      `${left} of ${statements.length} statements`,
      ...(narrowed ? [`${found} of ${places.length} findings`] : []),
      ...(lones.length ? [`${apart} of ${lones.length} article${lones.length === 1 ? "" : "s"} apart`] : []),
    ].join(", ") : "";
    one("#nothing").hidden = !active || all(".event, .apart").some(isShown);
    one("#clear").hidden = !active;
    const chosen = state.kind.size + state.outlet.size;
    one("#chosen").textContent = chosen ? `(${chosen})` : "";
  };

  const clear = () => {
    for (const facet of FACETS) state[facet].clear();
    state.q = "";
  };

  for (const box of all("#filters input[type=checkbox]")) {
    box.addEventListener("change", () => {
      state[box.name][box.checked ? "add" : "delete"](box.value);
      writeHash();
      show();
    });
  }
  one("#search").addEventListener("input", (event) => {
    state.q = event.target.value;
    writeHash();
    show();
  });
  for (const button of all(".clear")) {
    button.addEventListener("click", () => {
      clear();
      writeHash();
      show();
      one("#search").focus();
    });
  }
  one("#more").addEventListener("click", () => {
    const panel = one("#more-filters");
    panel.hidden = !panel.hidden;
    one("#more").setAttribute("aria-expanded", String(!panel.hidden));
  });

  // What sticks below the filters, and where links lead to, follows their height.
  new ResizeObserver(() => {
    const bar = one("#filters");
    const height = getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0;
    document.documentElement.style.setProperty("--bar", `${height}px`);
  }).observe(one("#filters"));

  // A link to a statement or a finding works whatever is filtered.
  const follow = () => {
    if (readHash()) {
      show();
      return;
    }
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (!target) return;
    if (target.closest("[hidden]")) {
      clear();
      show();
    }
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView();
    target.closest(".statement")?.focus({ preventScroll: true });
  };
  window.addEventListener("hashchange", follow);

  // -- what belongs together lights up together

  const light = (ids, on) => {
    for (const id of ids) {
      document.getElementById(id)?.classList.toggle("lit", on);
      for (const mark of all(`mark[data-findings~="${CSS.escape(id)}"]`)) mark.classList.toggle("lit", on);
    }
  };
  for (const [entering, on] of [["pointerover", true], ["pointerout", false]]) {
    document.addEventListener(entering, (event) => {
      const mark = event.target.closest?.("mark[data-findings]");
      const line = event.target.closest?.(".apparatus .finding[id]");
      if (mark) light(mark.dataset.findings.split(" "), on);
      else if (line) light([line.id], on);
      const said = event.target.closest?.(".said");
      if (said) {
        for (const each of all(`.said[data-passage="${CSS.escape(said.dataset.passage)}"]`, said.closest(".texts, .text"))) {
          each.classList.toggle("lit", on);
        }
      }
    });
  }

  // Words from right to left stand apart, lest they reorder what stands around them.
  const FOREIGN = /([\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}](?:[^\p{L},;:“”]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}])*)/u;
  const isolated = (text) => text.split(FOREIGN).map((part, number) => {
    if (number % 2 === 0) return part;
    const isolate = document.createElement("bdi");
    isolate.textContent = part;
    return isolate;
  });

  for (const figure of all(".ribbons")) {
    const reading = one(".reading", figure);
    const tell = (event) => {
      const link = event.target.closest("a");
      const block = event.target.closest(".block");
      reading.replaceChildren(...isolated(link?.getAttribute("aria-label") ?? (block && one("title", block)?.textContent) ?? ""));
      for (const ribbon of all("a", figure)) {
        one(".ribbon", ribbon).classList.toggle("lit", Boolean(block) && goal(ribbon) === block.dataset.target);
      }
    };
    figure.addEventListener("pointerover", tell);
    figure.addEventListener("focusin", tell);
  }
  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".block[data-target], .bar[data-target]");
    if (mark) location.hash = mark.dataset.target;
  });

  // -- the contents: a column at the side where there is room, else folded; they unfold at the event in view

  const beside = matchMedia("(width >= 80rem)"); // as in the style sheet
  const fold = () => { one("#contents").open = beside.matches || !one(".contents.several"); };
  beside.addEventListener("change", fold);
  fold();

  const entries = new Map(all(".contents .to-event").map((link) => [goal(link), link.closest("li")]));
  const watch = new IntersectionObserver((seen) => {
    for (const { target, isIntersecting } of seen) entries.get(target.id).classList.toggle("here", isIntersecting);
  }, { rootMargin: "-25% 0px -74% 0px" });
  for (const id of entries.keys()) watch.observe(document.getElementById(id));

  // -- the whole texts, side by side

  const reader = one("#reader");
  let lent = null; // the section that the reader has borrowed, and where it belongs
  let current = null;

  const passagesOf = (text) => new Map(all(".said", text).reverse().map((said) => [said.dataset.passage, said]));

  const align = (leading, columns) => {
    // The statement nearest the reading line that another column has as well stands at the same height there.
    const line = leading.getBoundingClientRect().top + leading.clientHeight / 3;
    const own = passagesOf(leading);
    for (const column of columns) {
      if (column === leading) continue;
      const others = passagesOf(column);
      let nearest = null;
      for (const [passage, said] of own) {
        const distance = Math.abs(said.getBoundingClientRect().top - line);
        if (others.has(passage) && (!nearest || distance < nearest.distance)) nearest = { passage, distance };
      }
      if (!nearest) continue;
      const offset = others.get(nearest.passage).getBoundingClientRect().top - own.get(nearest.passage).getBoundingClientRect().top;
      column.scrollTop += offset;
    }
  };

  const select = (passage) => {
    current = passage;
    const columns = all(".text", reader);
    for (const absent of all(".absent", reader)) absent.remove();
    const firsts = new Map();
    for (const column of columns) {
      const said = all(".said", column);
      for (const each of said) each.classList.toggle("on", each.dataset.passage === passage);
      const first = said.find((each) => each.dataset.passage === passage);
      if (first) {
        firsts.set(column, first);
      } else {
        const note = document.createElement("p");
        note.className = "absent";
        note.textContent = `${passage} is not in this source.`;
        one("h4", column).after(note);
        column.scrollTop = 0;
      }
    }
    // The statement stands at one height in all columns: at a third, or as low as the one that begins with it allows.
    const depth = (column) => firsts.get(column).getBoundingClientRect().top - column.getBoundingClientRect().top
      + column.scrollTop;
    const height = Math.min(...[...firsts.keys()].map((column) => Math.min(column.clientHeight / 3, depth(column))));
    for (const column of firsts.keys()) column.scrollTop = depth(column) - height;
    // Of many columns the first one with the statement may stand beyond the edge of the screen.
    [...firsts.keys()][0]?.scrollIntoView({ block: "nearest", inline: "nearest" });
    one("#reader-title").textContent = `Statement ${passage} in the whole texts`;
  };

  const open = (eventId, passage) => {
    const section = document.getElementById(`${eventId}-full`);
    if (!section || !one(".said", section)) return;
    lent = { section, home: document.createComment("the whole texts"), from: document.activeElement };
    section.hidden = false; // as it is under a filter
    section.replaceWith(lent.home);
    one("#reader-place").append(section);
    for (const column of all(".text", section)) column.tabIndex = 0;
    reader.showModal();
    select(passage);
  };

  reader.addEventListener("close", () => {
    if (!lent) return;
    for (const absent of all(".absent", reader)) absent.remove();
    for (const said of all(".said.on", reader)) said.classList.remove("on");
    for (const column of all(".text", lent.section)) column.removeAttribute("tabindex");
    lent.home.replaceWith(lent.section);
    const eventId = lent.section.dataset.event;
    const statement = document.getElementById(`${eventId}-${current}`);
    lent.from?.focus?.({ preventScroll: true });
    lent = null;
    show();
    if (statement) statement.focus();
  });

  // Only the column that the reader moves leads; the others' own scrolling is our doing.
  let leading = null;
  for (const moving of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    reader.addEventListener(moving, (event) => { leading = event.target.closest?.(".text") ?? null; }, { passive: true });
  }
  reader.addEventListener("scroll", (event) => {
    if (event.target === leading) align(leading, all(".text", reader));
  }, true);

  const step = (by) => {
    const order = statements.filter((statement) => statement.id.startsWith(`${lent.section.dataset.event}-`))
      .map((statement) => statement.id.slice(lent.section.dataset.event.length + 1));
    const next = order.indexOf(current) + by;
    if (next >= 0 && next < order.length) select(order[next]);
  };
  one("#previous").addEventListener("click", () => step(-1));
  one("#next").addEventListener("click", () => step(1));
  reader.addEventListener("click", (event) => {
    const verse = event.target.closest(".verse");
    if (verse) {
      event.preventDefault();
      select(verse.closest(".said").dataset.passage);
      return;
    }
    const said = event.target.closest(".said");
    if (said) select(said.dataset.passage);
  });

  const openStatement = (statement) => {
    const button = one(".open", statement);
    if (button) open(button.dataset.event, button.dataset.passage);
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".open");
    if (button) open(button.dataset.event, button.dataset.passage);
    // Who selects words wants to copy them.
    const spoken = event.target.closest(".statement .words");
    if (spoken && getSelection().isCollapsed) openStatement(spoken.closest(".statement"));
  });

  // -- citations

  const copy = async (citation) => {
    const text = `${citation}\n${document.body.dataset.signature}`;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea");
      area.value = text;
      (one("dialog[open]") ?? document.body).append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    say("Copied as a citation.");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (!button) return;
    copy(button.dataset.citation);
    button.textContent = "copied";
    setTimeout(() => { button.textContent = "cite"; }, 1500);
  });

  // -- keys

  const help = one("#help");
  one("#keys").addEventListener("click", () => help.showModal());
  for (const button of all("dialog .close")) button.addEventListener("click", () => button.closest("dialog").close());

  const go = (by) => {
    const visible = statements.filter((statement) => !statement.hidden);
    const focused = document.activeElement?.closest(".statement");
    const line = one("#filters").getBoundingClientRect().bottom + 60;
    const below = visible.findIndex((statement) => statement.getBoundingClientRect().top >= line);
    // At the foot of the page none is below.
    const here = focused ? visible.indexOf(focused) : (below < 0 ? visible.length : below) - (by > 0 ? 1 : 0);
    const next = visible[Math.max(0, Math.min(visible.length - 1, here + by))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const typing = event.target.matches("input[type=search], textarea");
    if (event.key === "Escape" && typing) {
      state.q = "";
      writeHash();
      show();
      event.target.blur();
      return;
    }
    if (event.key === "Enter" && typing) {
      const first = statements.find((statement) => !statement.hidden);
      first?.focus({ preventScroll: true });
      first?.scrollIntoView({ block: "center" });
      return;
    }
    if (typing || !one("#single-keys").checked) return;
    if (reader.open) {
      if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
      return;
    }
    if (help.open) return;
    const statement = document.activeElement?.closest(".statement");
    const actions = {
      j: () => go(1),
      k: () => go(-1),
      "/": () => one("#search").focus(),
      "?": () => help.showModal(),
      o: () => statement && openStatement(statement),
      c: () => statement && copy(one(".margin .copy", statement).dataset.citation),
    };
    if (Object.hasOwn(actions, event.key)) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  readHash();
  show();
  if (location.hash) follow();
})();
