"""Write the sample data: three years of an invented wholesaler of coffee, tea and treats.

The business does not exist. It sells 25 products from two warehouses to about 600 customers, and its
data behaves the way real data does: weekly and yearly seasons, growth, promotions, stock-outs, products
that sell once a month, one product launched late and one withdrawn, and rows that are plainly wrong.

The files are committed; this script is how they were made. Same seed, same bytes:

    python data/sample/generate.py [--out FOLDER]

Only the standard library is used.
"""

import argparse
import csv
import datetime as dt
import math
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SEED = 20260105
FIRST_DAY = dt.date(2023, 1, 2)
LAST_DAY = dt.date(2025, 12, 31)
WAREHOUSES = ("W1", "W2")

# Relative demand from Monday to Sunday. Both warehouses are closed on Sunday.
WEEK = {
    "W1": (1.15, 0.95, 0.90, 1.00, 1.45, 0.70, 0.0),
    "W2": (0.95, 0.90, 1.00, 1.10, 1.30, 0.95, 0.0),
}
CLOSED = {(1, 1), (5, 1), (7, 14), (11, 11), (12, 25)}

# Days on which something unusual happened: (sku, warehouse, day, factor on that day's demand).
EVENTS = (
    ("KF-101", "W1", dt.date(2025, 10, 7), 5.0),
    ("KF-104", "W2", dt.date(2025, 9, 18), 6.0),
    ("TE-201", "W1", dt.date(2025, 11, 19), 5.5),
    ("KF-102", "W2", dt.date(2025, 8, 28), 0.0),
    ("TR-303", "W1", dt.date(2024, 6, 5), 6.0),
)


@dataclass(frozen=True)
class Product:
    """One line of the price list, with the demand pattern it is generated from."""

    sku: str
    description: str
    category: str
    price: float
    cost: float
    supplier: str
    lead_time_days: int
    level: float
    """Mean units per open day and warehouse in the first year."""
    growth: float
    """Yearly growth."""
    season: float
    """Size of the yearly season; negative peaks in summer, positive in winter."""
    sell_chance: float = 1.0
    """Chance that anything sells on an open day; below 1 the demand is intermittent."""
    first_day: dt.date = FIRST_DAY
    last_day: dt.date = LAST_DAY


PRODUCTS = (
    Product("KF-101", "House espresso beans 1 kg", "Coffee", 18.9, 10.6, "S-KIVU", 9, 26, 0.10, 0.14),
    Product("KF-102", "Breakfast blend beans 1 kg", "Coffee", 16.5, 9.2, "S-KIVU", 9, 20, 0.05, 0.10),
    Product("KF-103", "Decaf beans 1 kg", "Coffee", 19.9, 11.9, "S-KIVU", 12, 8, 0.08, 0.08, 0.75),
    Product("KF-104", "Filter ground coffee 500 g", "Coffee", 9.4, 5.1, "S-HALDEN", 7, 22, -0.04, 0.12),
    Product("KF-105", "Cold brew bottle 330 ml", "Coffee", 2.9, 1.4, "S-HALDEN", 6, 16, 0.20, -0.60),
    Product(
        "KF-106",
        "Organic single origin 250 g",
        "Coffee",
        8.8,
        5.0,
        "S-KIVU",
        14,
        6,
        0.15,
        0.15,
        0.45,
    ),
    Product("KF-107", "Capsules, box of 50", "Coffee", 13.5, 7.0, "S-HALDEN", 8, 12, 0.12, 0.05, 0.7),
    Product("TE-201", "Black tea, 100 bags", "Tea", 7.2, 3.6, "S-ORLEY", 10, 15, 0.02, 0.30, 0.8),
    Product("TE-202", "Green tea, 100 bags", "Tea", 7.8, 4.0, "S-ORLEY", 10, 9, 0.06, 0.18, 0.6),
    Product("TE-203", "Herbal winter tea, 50 bags", "Tea", 6.4, 3.1, "S-ORLEY", 10, 9, 0.05, 0.75, 0.5),
    Product("TE-204", "Iced tea syrup 1 l", "Tea", 8.1, 4.2, "S-BRENNA", 8, 10, 0.07, -0.65, 0.6),
    Product("TE-205", "Matcha tin 100 g", "Tea", 21.0, 12.5, "S-ORLEY", 21, 3, 0.25, 0.0, 0.22),
    Product(
        "TR-301",
        "Butter biscuits, case of 12",
        "Treats",
        22.8,
        13.1,
        "S-BRENNA",
        6,
        10,
        0.04,
        0.25,
        0.75,
    ),
    Product("TR-302", "Oat bars, case of 24", "Treats", 19.2, 10.8, "S-BRENNA", 6, 11, 0.10, -0.10, 0.8),
    Product(
        "TR-303",
        "Dark chocolate squares 1 kg",
        "Treats",
        17.4,
        9.9,
        "S-LUMEN",
        11,
        9,
        0.03,
        0.45,
        0.6,
    ),
    Product("TR-304", "Gift box of pralines", "Treats", 24.0, 13.0, "S-LUMEN", 15, 5, 0.06, 0.90, 0.3),
    Product("TR-305", "Almond nougat 500 g", "Treats", 11.6, 6.7, "S-LUMEN", 15, 4, 0.0, 0.35, 0.2),
    Product(
        "SU-401",
        "Cane sugar sticks, 1000",
        "Supplies",
        12.0,
        6.1,
        "S-HALDEN",
        7,
        10,
        0.03,
        0.0,
        0.5,
    ),
    Product(
        "SU-402",
        "Paper cups 250 ml, 1000",
        "Supplies",
        46.0,
        29.0,
        "S-PARVA",
        18,
        5,
        0.09,
        -0.15,
        0.35,
    ),
    Product(
        "SU-403",
        "Oat drink barista 1 l, case of 6",
        "Supplies",
        11.4,
        7.3,
        "S-BRENNA",
        5,
        14,
        0.18,
        0.0,
    ),
    Product("EQ-501", "Hand grinder", "Equipment", 79.0, 46.0, "S-PARVA", 28, 2, 0.0, 0.20, 0.06),
    Product("EQ-502", "Milk pitcher 600 ml", "Equipment", 24.5, 12.0, "S-PARVA", 24, 3, 0.0, 0.0, 0.09),
    Product("EQ-503", "Descaler 1 l", "Equipment", 9.9, 4.4, "S-PARVA", 14, 4, 0.04, 0.0, 0.15),
    Product(
        "KF-108",
        "Festive roast beans 1 kg",
        "Coffee",
        20.5,
        11.5,
        "S-KIVU",
        12,
        14,
        0.0,
        0.10,
        first_day=dt.date(2025, 3, 3),
    ),
    Product(
        "TE-206",
        "Rooibos, 50 bags",
        "Tea",
        6.9,
        3.5,
        "S-ORLEY",
        10,
        7,
        -0.20,
        0.10,
        0.45,
        last_day=dt.date(2025, 6, 28),
    ),
)


@dataclass(frozen=True)
class CustomerKind:
    """A way of buying. Kinds are what a segmentation should find again."""

    name: str
    count: int
    visits_per_year: float
    lot: float
    """Typical units per order line."""
    lines: float
    """Typical lines per order."""
    company: bool
    channels: tuple[str, ...]
    tastes: dict[str, float] = field(default_factory=dict)
    winter_only: bool = False
    stays_for_days: tuple[int, int] = (4000, 5000)


KINDS = (
    CustomerKind("wholesale", 36, 36, 44, 4.5, True, ("rep", "phone"), {"Coffee": 1.5, "Supplies": 1.6}),
    CustomerKind("cafe", 110, 14, 19, 2.8, True, ("phone", "web"), {"Coffee": 2.0, "Tea": 0.6}),
    CustomerKind("office", 110, 6.5, 9, 1.8, True, ("web",), {"Coffee": 1.2, "Tea": 1.5, "Supplies": 1.2}),
    CustomerKind(
        "household", 150, 3.5, 2, 1.6, False, ("web",), {"Treats": 1.6, "Tea": 1.3, "Supplies": 0.1}
    ),
    CustomerKind(
        "gift buyer",
        90,
        1.6,
        3,
        1.5,
        False,
        ("web",),
        {"Treats": 4.0, "Coffee": 0.6, "Supplies": 0.0},
        True,
    ),
    CustomerKind("lapsed cafe", 60, 14, 13, 2.8, True, ("phone", "web"), {"Coffee": 2.0}, False, (200, 560)),
    CustomerKind("trial", 44, 6, 2, 1.4, False, ("web",), {"Coffee": 1.2}, False, (20, 150)),
)


@dataclass(frozen=True)
class Customer:
    """Someone who buys, from a day to a day."""

    number: str
    kind: CustomerKind
    since: dt.date
    until: dt.date
    warehouse: str
    country: str
    consent: str
    rate: float


@dataclass(frozen=True)
class Promotion:
    """A reduced price for some days."""

    number: str
    sku: str
    starts_on: dt.date
    ends_on: dt.date
    discount_pct: int
    warehouse: str
    """Empty when it holds in both."""


@dataclass(frozen=True)
class Line:
    """One line of an order."""

    line_id: str
    order_id: str
    day: dt.date
    sku: str
    warehouse: str
    customer: str
    quantity: int
    total: float
    promotion: bool
    channel: str

    def row(self) -> list[str]:
        """The line as it stands in orders.csv."""
        return [
            self.line_id,
            self.order_id,
            self.day.isoformat(),
            self.sku,
            self.warehouse,
            self.customer,
            str(self.quantity),
            f"{self.total:.2f}",
            "1" if self.promotion else "0",
            self.channel,
        ]


def days(first: dt.date, last: dt.date) -> Iterable[dt.date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + dt.timedelta(days=offset)


def make_customers(rng: random.Random) -> list[Customer]:
    """All customers, numbered in order of their first day."""
    drafts: list[tuple[dt.date, dt.date, CustomerKind, str, str, str, float]] = []
    span = (LAST_DAY - FIRST_DAY).days
    for kind in KINDS:
        for _ in range(kind.count):
            early = rng.random() < 0.6 and kind.name != "trial"
            since = FIRST_DAY + dt.timedelta(days=0 if early else int(rng.random() * (span - 60)))
            stay = rng.randint(*kind.stays_for_days)
            country = "FR" if rng.random() < 0.9 else "BE"
            consent = "" if rng.random() < 0.1 else ("yes" if rng.random() < 0.6 else "no")
            warehouse = WAREHOUSES[0] if rng.random() < 0.58 else WAREHOUSES[1]
            rate = kind.visits_per_year * math.exp(rng.gauss(0, 0.3))
            drafts.append((since, since + dt.timedelta(days=stay), kind, warehouse, country, consent, rate))
    drafts.sort(key=lambda draft: (draft[0], draft[2].name, draft[6]))
    return [
        Customer(f"C{number:04d}", kind, since, until, warehouse, country, consent, rate)
        for number, (since, until, kind, warehouse, country, consent, rate) in enumerate(drafts, start=1001)
    ]


def make_promotions(rng: random.Random) -> list[Promotion]:
    """Promotions of one or two weeks, and those already planned for the weeks after the last day."""
    promotions: list[Promotion] = []
    candidates = [p.sku for p in PRODUCTS if p.sell_chance >= 0.7 and p.first_day == FIRST_DAY]
    start = FIRST_DAY + dt.timedelta(days=21)
    while start < LAST_DAY + dt.timedelta(days=40):
        for sku in rng.sample(candidates, 2):
            length = rng.choice((6, 13))
            warehouse = rng.choice(("", "", "", *WAREHOUSES))
            number = f"PR{len(promotions) + 1:03d}"
            ends = start + dt.timedelta(days=length - 1)
            promotions.append(Promotion(number, sku, start, ends, rng.choice((10, 15, 20, 25)), warehouse))
        start += dt.timedelta(days=rng.choice((14, 21, 28)))
    return promotions


def active_promotion(
    by_sku: dict[str, list[Promotion]], sku: str, warehouse: str, day: dt.date
) -> Promotion | None:
    """The promotion of a product in a warehouse on a day, if there is one."""
    for promotion in by_sku.get(sku, []):
        if promotion.starts_on <= day <= promotion.ends_on and promotion.warehouse in (
            "",
            warehouse,
        ):
            return promotion
    return None


def expected(product: Product, warehouse: str, day: dt.date) -> float:
    """Mean demand of a day before promotions and chance."""
    if (day.month, day.day) in CLOSED or not product.first_day <= day <= product.last_day:
        return 0.0
    years = (day - FIRST_DAY).days / 365.25
    # The winter peak lies in mid December.
    phase = math.cos(2 * math.pi * (day.timetuple().tm_yday - 349) / 365.25)
    share = 1.0 if warehouse == WAREHOUSES[0] else 0.72
    ramp = min(1.0, 0.3 + (day - product.first_day).days / 90) if product.first_day > FIRST_DAY else 1.0
    level = product.level * share * math.pow(1 + product.growth, years)
    return level * ramp * WEEK[warehouse][day.weekday()] * max(0.12, 1 + product.season * phase)


def demand(
    rng: random.Random, product: Product, warehouse: str, day: dt.date, promotion: Promotion | None
) -> int:
    """Units customers want on a day."""
    mean = expected(product, warehouse, day)
    if mean == 0.0:
        return 0
    if promotion:
        mean *= 1 + 4.0 * promotion.discount_pct / 100
    if product.sell_chance < 1 and rng.random() > product.sell_chance:
        return 0
    units = mean * math.exp(rng.gauss(-0.02, 0.20))
    for sku, place, when, factor in EVENTS:
        if (sku, place, when) == (product.sku, warehouse, day):
            units *= factor
    return max(0, round(units))


class Stock:
    """One product in one warehouse, refilled by a rule that is good but not good enough."""

    def __init__(self, product: Product, warehouse: str) -> None:
        self.product = product
        self.warehouse = warehouse
        self.on_hand = self._target(FIRST_DAY)
        self.arrivals: dict[dt.date, int] = {}

    def _daily(self, day: dt.date) -> float:
        week = [expected(self.product, self.warehouse, day - dt.timedelta(days=n)) for n in range(1, 8)]
        return sum(week) / 7 * self.product.sell_chance

    def _target(self, day: dt.date) -> int:
        return math.ceil(self._daily(day) * (self.product.lead_time_days * 1.1 + 14)) + 4

    def on_order(self) -> int:
        """Units on their way."""
        return sum(self.arrivals.values())

    def open_day(self, rng: random.Random, day: dt.date) -> None:
        """Take in what arrives; on Mondays order up to the target, and sometimes the supplier is late."""
        self.on_hand += self.arrivals.pop(day, 0)
        if day.weekday() != 0 or day > self.product.last_day:
            return
        missing = self._target(day) - self.on_hand - self.on_order()
        if missing > 0:
            late = rng.choice((8, 12, 16)) if rng.random() < 0.07 else 0
            arrives = day + dt.timedelta(days=self.product.lead_time_days + late)
            self.arrivals[arrives] = self.arrivals.get(arrives, 0) + missing

    def sell(self, units: int) -> int:
        """Units that can be served; the rest of the demand is lost."""
        sold = min(units, self.on_hand)
        self.on_hand -= sold
        return sold


def visitors(rng: random.Random, customers: Sequence[Customer], day: dt.date) -> list[Customer]:
    """Customers that order on a day."""
    found = []
    for customer in customers:
        if not customer.since <= day <= customer.until:
            continue
        chance = customer.rate / 307
        if customer.kind.winter_only:
            chance *= 5.5 if day.month in (11, 12) else 0.12
        if rng.random() < chance:
            found.append(customer)
    return found


def split(
    rng: random.Random, units: int, product: Product, buyers: Sequence[Customer], bulk: Customer
) -> list[tuple[Customer, int]]:
    """Divide a day's units of a product among the day's buyers; one large buyer takes what is left."""
    parts: list[tuple[Customer, int]] = []
    for customer in buyers:
        if units <= 0:
            break
        taste = customer.kind.tastes.get(product.category, 1.0)
        if rng.random() > min(0.95, customer.kind.lines * taste / 17):
            continue
        quantity = min(units, max(1, round(customer.kind.lot * math.exp(rng.gauss(0, 0.45)))))
        parts.append((customer, quantity))
        units -= quantity
    if units > 0:
        for index, (customer, quantity) in enumerate(parts):
            if customer == bulk:
                parts[index] = (customer, quantity + units)
                return parts
        parts.append((bulk, units))
    return parts


@dataclass
class History:
    """What the simulated trade leaves behind."""

    lines: list[Line] = field(default_factory=list)
    stock: list[list[str]] = field(default_factory=list)


def simulate(rng: random.Random, customers: Sequence[Customer], promotions: Sequence[Promotion]) -> History:
    """Trade day by day: demand, what stock allows, who bought it, the counts of the warehouse."""
    by_sku: dict[str, list[Promotion]] = {}
    for planned in promotions:
        by_sku.setdefault(planned.sku, []).append(planned)
    stocks = {(p.sku, w): Stock(p, w) for p in PRODUCTS for w in WAREHOUSES}
    wholesalers = {
        w: [c for c in customers if c.kind.name in ("wholesale", "cafe") and c.warehouse == w]
        for w in WAREHOUSES
    }
    history = History()
    order_number = 50000
    for day in days(FIRST_DAY, LAST_DAY):
        present = visitors(rng, customers, day)
        for warehouse in WAREHOUSES:
            buyers = [c for c in present if c.warehouse == warehouse]
            rng.shuffle(buyers)
            regulars = [c for c in wholesalers[warehouse] if c.since <= day]
            bulks = [c for c in buyers if c.kind.lot >= 12] or [rng.choice(regulars)]
            orders: dict[str, tuple[str, str, int]] = {}
            for product in PRODUCTS:
                stock = stocks[(product.sku, warehouse)]
                stock.open_day(rng, day)
                promotion = active_promotion(by_sku, product.sku, warehouse, day)
                wanted = demand(rng, product, warehouse, day, promotion)
                sold = stock.sell(wanted)
                price = product.price * (1 - (promotion.discount_pct / 100 if promotion else 0))
                for customer, quantity in split(rng, sold, product, buyers, rng.choice(bulks)):
                    if customer.number not in orders:
                        order_number += 1
                        orders[customer.number] = (
                            str(order_number),
                            rng.choice(customer.kind.channels),
                            0,
                        )
                    order_id, channel, count = orders[customer.number]
                    orders[customer.number] = (order_id, channel, count + 1)
                    history.lines.append(
                        Line(
                            f"{order_id}-{count + 1}",
                            order_id,
                            day,
                            product.sku,
                            warehouse,
                            customer.number,
                            quantity,
                            round(quantity * price, 2),
                            promotion is not None,
                            channel,
                        )
                    )
                on_sale = product.first_day <= day <= product.last_day
                if on_sale and (day.weekday() == 0 or wanted > sold):
                    history.stock.append(
                        [
                            day.isoformat(),
                            product.sku,
                            warehouse,
                            str(stock.on_hand),
                            str(stock.on_order()),
                        ]
                    )
    return history


def add_returns(rng: random.Random, lines: Sequence[Line]) -> list[Line]:
    """About one line in a hundred comes back some days later, as a negative line."""
    returns = []
    for line in lines:
        if rng.random() > 0.01:
            continue
        day = line.day + dt.timedelta(days=rng.randint(2, 12))
        if day > LAST_DAY:
            continue
        back = max(1, line.quantity // 4)
        total = -round(line.total * back / line.quantity, 2)
        returns.append(
            Line(
                f"{line.line_id}R", line.order_id, day, line.sku, line.warehouse,
                line.customer, -back, total, line.promotion, line.channel,
            )
        )  # fmt: skip
    return returns


def soil(rng: random.Random, rows: list[list[str]]) -> list[list[str]]:
    """Spoil some order rows the way exports do. The good rows keep their values."""
    spoiled = [list(row) for row in rows]
    for row in spoiled:
        if rng.random() < 0.02:
            row[5] = ""  # sold over the counter: no customer
    extra: list[list[str]] = []
    for row in rng.sample(rows, 70):
        extra.append(list(row))  # exported twice
    for row in rng.sample(rows, 30):
        bad = list(row)
        bad[0] += "X"
        bad[2] = rng.choice(("0000-00-00", "2024-02-31", "n/a", ""))
        extra.append(bad)
    for row in rng.sample(rows, 20):
        bad = list(row)
        bad[0] += "Y"
        bad[3] = ""  # no product
        extra.append(bad)
    for row in rng.sample(rows, 12):
        bad = list(row)
        bad[0] += "Z"
        bad[6] = rng.choice(("abc", "", "1O"))  # not a number
        extra.append(bad)
    for row in rng.sample(rows, 10):
        bad = list(row)
        bad[0] = ""  # no key
        extra.append(bad)
    return sorted([*spoiled, *extra], key=lambda row: (row[2], row[1], row[0]))


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one CSV file, UTF-8, comma, line feed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def generate(out: Path) -> None:
    """Write the five files into a folder."""
    rng = random.Random(SEED)  # noqa: S311 - not for secrets
    customers = make_customers(rng)
    promotions = make_promotions(rng)
    history = simulate(rng, customers, promotions)
    lines = [*history.lines, *add_returns(rng, history.lines)]
    out.mkdir(parents=True, exist_ok=True)
    write(
        out / "orders.csv",
        (
            "order_line_id", "order_id", "order_date", "sku", "warehouse",
            "customer_no", "qty", "line_total_eur", "promo_flag", "channel",
        ),
        soil(rng, [line.row() for line in lines]),
    )  # fmt: skip
    people = [
        [
            c.number,
            c.since.isoformat(),
            c.country,
            "company" if c.kind.company else "person",
            c.consent,
        ]
        for c in customers
    ]
    people.append(list(people[17]))  # exported twice
    people.append(["", "2024-05-02", "FR", "person", "no"])  # no key
    write(out / "customers.csv", ("customer_no", "since", "country", "type", "consent"), people)
    write(
        out / "products.csv",
        ("sku", "description", "category", "price_eur", "cost_eur", "supplier", "lead_time_days"),
        [
            [
                p.sku,
                p.description,
                p.category,
                f"{p.price:.2f}",
                f"{p.cost:.2f}",
                p.supplier,
                str(p.lead_time_days),
            ]
            for p in PRODUCTS
        ],
    )
    write(out / "stock.csv", ("counted_on", "sku", "warehouse", "on_hand", "on_order"), history.stock)
    write(
        out / "promotions.csv",
        ("promotion_id", "sku", "starts_on", "ends_on", "discount_pct", "warehouse"),
        [
            [
                p.number,
                p.sku,
                p.starts_on.isoformat(),
                p.ends_on.isoformat(),
                str(p.discount_pct),
                p.warehouse,
            ]
            for p in promotions
        ],
    )


def main() -> None:
    """Read the one option and generate."""
    parser = argparse.ArgumentParser(description="Write the sample data again.")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder to write to")
    generate(parser.parse_args().out)


if __name__ == "__main__":
    main()
