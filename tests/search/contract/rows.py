"""The rows modelsearch's contract asks about; the package ships the tests, but not their fixture."""

from modelsearch.test.testapp import models

AUTHORS = {
    1: ("George R.R. Martin", "1948-09-20"),
    2: ("J. R. R. Tolkien", "1892-01-03"),
    4: ("Isaac Asimov", "1920-01-02"),
    5: ("David Ascher", None),
    6: ("Mark Lutz", None),
    7: ("Daniel Roy Greenfeld", None),
    8: ("Audrey Roy Greenfeld", None),
    9: ("Douglas Crockford", None),
    10: ("David Flanagan", None),
    11: ("Steve Klabnik", None),
    12: ("Carol Nichols", None),
    13: ("Jim Blandy", None),
    14: ("Jason Orendorff", None),
}
NOVELS = {
    1: ("A Game of Thrones", [1], "1996-08-01", 694, "Westeros"),
    2: ("A Clash of Kings", [1], "1998-01-01", 768, "Westeros"),
    3: ("A Storm of Swords", [1], "2000-01-01", 973, "Westeros"),
    4: ("The Fellowship of the Ring", [2], "1954-07-29", 423, "Middle Earth"),
    5: ("The Two Towers", [2], "1954-11-11", 352, "Middle Earth"),
    6: ("The Return of the King", [2], "1955-10-20", 440, "Middle Earth"),
    7: ("The Hobbit", [2], "1937-09-21", 320, "Middle Earth"),
    10: ("Foundation", [4], "1951-01-01", 255, "Galactic Empire"),
}
GUIDES = {
    11: ("Learning Python", [5, 6], "1999-01-01", 1160, "py"),
    12: ("Two Scoops of Django 1.11", [7, 8], "2017-04-26", 556, "py"),
    13: ("JavaScript: The good parts", [9], "2008-05-18", 172, "js"),
    14: ("JavaScript: The Definitive Guide", [10], "1998-06-11", 792, "js"),
    15: ("The Rust Programming Language", [11, 12], "2018-05-22", 440, "rs"),
}
CHARACTERS = {
    1: ["Daenerys Targaryen", "Jon Snow", "Eddard Stark"],
    2: ["Daenerys Targaryen", "Jon Snow"],
    3: ["Daenerys Targaryen", "Jon Snow"],
    4: ["Frodo Baggins", "Bilbo Baggins", "Gandalf"],
    5: ["Frodo Baggins", "Bilbo Baggins", "Gandalf"],
    6: ["Frodo Baggins", "Bilbo Baggins", "Gandalf"],
    7: ["Bilbo Baggins", "Thorin Oakenshield"],
    10: ["Hari Seldon", "Salvor Hardin"],
}
PROTAGONISTS = {4: "Frodo Baggins", 5: "Frodo Baggins", 6: "Frodo Baggins", 7: "Bilbo Baggins"}
TREE = ("Animal", [("Mammal", [("Dog", []), ("Cat", [])]), ("Reptile", [])])


def build_rows() -> None:
    """Store everything."""
    models.Author.objects.bulk_create(
        models.Author(pk=pk, name=name, date_of_birth=born) for pk, (name, born) in AUTHORS.items()
    )
    for pk, (title, authors, published, pages, setting) in NOVELS.items():
        _book(models.Novel, pk, title, authors, published, pages, setting=setting)
    for pk, (title, authors, published, pages, language) in GUIDES.items():
        _book(models.ProgrammingGuide, pk, title, authors, published, pages, programming_language=language)
    _book(models.Book, 16, "Programming Rust", [13, 14], "2017-12-01", 622)
    for pk, (title, _authors, published, pages, _setting) in list(NOVELS.items())[:4]:
        models.UnindexedBook.objects.create(
            pk=pk, title=f"{title} U", publication_date=published, number_of_pages=pages
        )
    _build_characters()
    _build_meetings()
    _build_animals(models.MPAnimal)
    _build_animals(models.NSAnimal)


def _book(
    model: type, pk: int, title: str, authors: list[int], published: str, pages: int, **more: str
) -> None:
    book = model.objects.create(pk=pk, title=title, publication_date=published, number_of_pages=pages, **more)
    book.authors.set(authors)


def _build_characters() -> None:
    for novel, names in CHARACTERS.items():
        for name in names:
            character = models.Character.objects.create(name=name, novel_id=novel)
            if PROTAGONISTS.get(novel) == name:
                models.Novel.objects.filter(pk=novel).update(protagonist=character)


def _build_meetings() -> None:
    starts = {"Breakfast yoga": "08:00", "Stand-up meeting": "10:00", "Evening yoga": "19:30"}
    meetings = {
        name: models.Meeting.objects.create(name=name, start_time=start) for name, start in starts.items()
    }
    topic = meetings["Stand-up meeting"].agenda_items.create(topic="Tea shortage")
    topic.speakers.create(name="Mrs Doyle")


def _build_animals(model: type) -> None:
    root = model.add_root(name=TREE[0])
    pending = [(root.pk, child) for child in TREE[1]]
    while pending:
        parent, (name, children) = pending.pop(0)
        below = model.objects.get(pk=parent).add_child(name=name)
        pending += [(below.pk, child) for child in children]
