"""What a number is of. Dollars and pupils keep their powers, so that dollars per pupil times pupils are dollars."""

from dataclasses import dataclass, replace

NUMBER, TRUTH, TEXT, TABLE = "number", "yes or no", "text", "table"


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a calculation: powers of dollars and pupils, or words, or yes or no.

    `per_school` is false where there is one for the whole district. `any` marks a bare 0, which fits every unit.
    """

    dollars: int = 0
    pupils: int = 0
    of: str = NUMBER
    per_school: bool = False
    any: bool = False

    def named(self) -> str:
        """This function will name the unit as a document does."""
        if self.of != NUMBER:
            return self.of
        for name, unit in UNITS.items():
            if (unit.dollars, unit.pupils, unit.of) == (self.dollars, self.pupils, self.of):
                return name
        return f"dollars to the power {self.dollars}, pupils to the power {self.pupils}"

    def same(self, other: "Unit") -> bool:
        """This function will say whether the two can be added or compared."""
        if self.of != other.of:
            return False
        return self.any or other.any or (self.dollars, self.pupils) == (other.dollars, other.pupils)

    def for_schools(self, per_school: bool) -> "Unit":
        """This function will return the unit as one for each school, or one for the district."""
        return replace(self, per_school=per_school, any=False)


UNITS = {
    "number": Unit(),
    "share": Unit(),
    "dollars": Unit(dollars=1),
    "pupils": Unit(pupils=1),
    "dollars per pupil": Unit(dollars=1, pupils=-1),
    "pupils per dollar": Unit(dollars=-1, pupils=1),
    "yes or no": Unit(of=TRUTH),
    "text": Unit(of=TEXT),
}
