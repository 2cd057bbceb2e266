"""Keep what a catalogue prints, in the forms in which questions are read against it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property, lru_cache

from qa.catalogue import Catalogue
from qa.linking.labels import dated_names, plain_title
from qa.linking.text import bare
from qa.words import fields, lexicon, spelling, spelling_told
from qa.words.departments import Departments, unit_forms
from qa.words.doings import Doings
from qa.words.english_bodies import Bodies
from qa.words.english_labels import Labels
from qa.words.english_names import Names
from qa.words.english_question import Translator
from qa.words.phrases import Phrases, part_names
from qa.words.unit_names import UnitNames
from qa.words.works import Works

MANY = 20_000  # words of which it is kept how often they stand
SHORTEST_TITLE = 4  # characters of a title that names a table by itself
LABELLED = 100  # mentions in narrative that a label is worth
_BODY = re.compile(r"^[一-鿿]{2,12}(?:镇|乡|街道|办事处|局|中心|学校|医院|大队|馆)$")
_JOINTS = ("和", "与", "及")
_JOINT = re.compile("(?<=[一-鿿]{2})(?:以及|[和与及])(?=[一-鿿]{2})")


class PrintedWords:
    """Prepare the names of one catalogue, each kind when it is first asked for."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.departments = Departments(catalogue)
        self.prints = lru_cache(maxsize=MANY)(self._often)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Return every row's label in bare form, its core, its parts and near part names."""
        found: set[str] = set()
        names = sorted(self.departments.names, key=len, reverse=True)
        for label in {row.label for row in self.catalogue.rows.values()}:
            found.update(part_names(label, names))
        return frozenset(found)

    @cached_property
    def shortened(self) -> dict[str, str]:
        """Return names of four to six characters with one inner character left out → the name."""
        forms = sorted(form for form in self.labels if 4 <= len(form) <= 6)
        short = {f[:i] + f[i + 1 :]: f for f in forms for i in range(1, len(f) - 1)}
        short = {word: f for word, f in short.items() if not word.endswith("项")}  # 某某项目
        known = lexicon.senses().keys() | self.labels
        short = {**self._units, **short}
        return {word: name for word, name in short.items() if word not in known}

    @property
    def _units(self) -> dict[str, str]:
        """Return short names of units that rows print → the one label that each fits."""
        found: dict[str, set[str]] = defaultdict(set)
        for label in {row.label for row in self.catalogue.rows.values()}:
            for form in unit_forms(label):
                found[form].add(label)
        return {form: labels.pop() for form, labels in found.items() if len(labels) == 1}

    @cached_property
    def words(self) -> frozenset[str]:
        """Return every label and short name."""
        return self.labels | self.shortened.keys()

    @cached_property
    def phrases(self) -> Phrases:
        """Return the cutter of questions into phrases."""
        corpus = (self.departments.mentioned, self.departments.narrative)
        return Phrases(
            self.words,
            self.shortened,
            lambda words: any(words in text for text in corpus),
            self.vocabulary.pairs,
        )

    @cached_property
    def codes(self) -> frozenset[str]:
        """Return every code of the corpus."""
        return frozenset(row.code for row in self.catalogue.rows.values() if row.code)

    @cached_property
    def english_labels(self) -> Labels:
        """Return the reader of labels in English words."""
        subjects = (table.subject for table in self.catalogue.tables.values())
        labels = (row.label for row in self.catalogue.rows.values())
        return Labels((*labels, *filter(None, subjects)))

    @cached_property
    def works(self) -> Works:
        """Return the reader of what is done for money."""
        return Works(self.catalogue)

    @cached_property
    def doings(self) -> Doings:
        """Return the reader of verbs and objects that name an item."""
        return Doings(self.catalogue, lambda words: self.english_names.in_full(words))

    @cached_property
    def dated_names(self) -> dict[str, str]:
        """Return the names that have a year in them."""
        return dated_names(self.catalogue)

    @cached_property
    def unit_names(self) -> UnitNames:
        """Return the reader of short names of units."""
        return UnitNames(self.catalogue, self.labels | self.departments.names.keys())

    @cached_property
    def _all_unit_names(self) -> UnitNames:
        printed = self.labels | self.departments.names.keys()
        return UnitNames(self.catalogue, printed, columns=True)

    def units_written(self, text: str) -> str:
        """Return a text with the short names of units written out, those of columns too."""
        return self._all_unit_names.written(text)

    @cached_property
    def forms(self) -> tuple[fields.Form, ...]:
        """Return the forms of projects with their fields."""
        return fields.forms(self.catalogue)

    @cached_property
    def annexes(self) -> tuple[str, ...]:
        """Return every annex as printed, in the order of the tables."""
        return tuple(dict.fromkeys(t.annex for t in self.catalogue.tables.values() if t.annex))

    @cached_property
    def titles(self) -> tuple[str, ...]:
        """Return the titles of tables in bare form, the longest first."""
        told = {bare(plain_title(t, self.catalogue)) for t in self.catalogue.tables.values()}
        whole = (title for title in told if len(title) >= SHORTEST_TITLE and "表" in title)
        return tuple(sorted(whole, key=lambda title: (-len(title), title)))

    @cached_property
    def vocabulary(self) -> spelling.Vocabulary:
        """Return the words against which typos are mended."""
        headings = (
            part for t in self.catalogue.tables.values() for c in t.columns for part in c.path
        )
        labels = (row.label for row in self.catalogue.rows.values())
        return spelling.Vocabulary(
            strong=[*self.labels, *map(bare, headings), *self.departments.names],
            labels=[bare(label) for label in labels],
            common=lexicon.senses(),
        )

    @cached_property
    def spoken(self) -> spelling_told.Told:
        """Return what the corpus tells in sentences and labels, against which characters are mended."""
        return spelling_told.Told(self.departments.spoken)

    @cached_property
    def english_names(self) -> Names:
        """Return the printed names by their English."""
        subjects = (table.subject for table in self.catalogue.tables.values())
        labels = (row.label for row in self.catalogue.rows.values())
        columns = (c.path[-1] for t in self.catalogue.tables.values() for c in t.columns if c.path)
        bodies = filter(_BODY.search, dict.fromkeys(columns))  # money of each stands in its column
        forms = (form.subject for form in self.forms)
        return Names((*labels, *filter(None, subjects), *forms, *bodies))

    @cached_property
    def translator(self) -> Translator:
        """Return the reader of English questions."""
        bodies = {*map(bare, self.departments.names), *self.unit_names.bodies}
        titles = "\n".join(bare(table.title) for table in self.catalogue.tables.values())
        names, projects = self.english_names, Names(self.projects)
        return Translator(names, self.prints, projects, bodies, titles)

    @cached_property
    def english_bodies(self) -> Bodies:
        """Return the reader of units in English words."""
        return Bodies(self.unit_names.short_names)

    @property
    def projects(self) -> tuple[str, ...]:
        """Return the names of projects, of forms and of lists."""
        tables = self.catalogue.tables.values()
        forms = (form.subject for form in self.forms)
        listed = (r.label for t in tables if t.kind == "project_list" for r in t.rows)
        return (*forms, *listed)

    def joined(self, text: str) -> str:
        """Return text with the joints of printed names as they are printed: 商品与服务支出 → 商品和."""
        return _JOINT.sub(self._joint, text)

    def _joint(self, match: re.Match[str]) -> str:
        """Return a joint as labels print it between the words beside it, else as it stands."""
        text, (start, end) = match.string, match.span()
        before, after = text[start - 2 : start], text[end : end + 2]
        if self.prints(f"{before}{match[0]}{after}") >= LABELLED:
            return match[0]
        printed = (j for j in _JOINTS if self.prints(f"{before}{j}{after}") >= LABELLED)
        return next(printed, match[0])

    def _often(self, words: str) -> int:
        """Return how much the corpus prints words: a label counts for much of narrative."""
        labels = self.departments.mentioned.count(words)
        return labels * LABELLED + self.departments.narrative.count(words)
