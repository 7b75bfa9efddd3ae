"""The exact answers of every file in scenarios/theory, by the formulas of :mod:`sim.theory`; times in minutes.

``sd of NAME`` is the standard deviation of the state NAME over replications.

Parameters are written again here, from the files' words: a slip on either side shows as a difference.
"""

from collections.abc import Callable
from math import log, sqrt

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from sim.theory import cumulative, erlang, gim1, lanes, lines, mg1, networks, priority, profile, shifts
from sim.units import HOUR, MINUTE

Answers = dict[str, float]

DAY = 1440.0
MOST_VISITS = 8


def single(lam: float, mu: float, c: int) -> Answers:
    wait = erlang.mean_wait(lam, mu, c)
    return {
        "mean-wait": wait,
        "waits": erlang.probability_of_waiting(lam, mu, c),
        "wait-p90": erlang.percentile_of_wait(lam, mu, c, 0.9),
        "wait-p95": erlang.percentile_of_wait(lam, mu, c, 0.95),
        "mean-queue": lam * wait,
        "utilisation": lam / mu / c,
        "mean-crossing": wait + 1 / mu,
    }


def md1_rho85() -> Answers:
    lam, moments = 0.85, (1.0, 1.0, 1.0)
    wait = mg1.mean_wait(lam, moments)

    def percentile(p: float) -> float:
        return float(brentq(lambda t: mg1.share_waiting_longer_md1(lam, 1.0, t) - (1 - p), 1, 30, xtol=1e-11))

    return {
        "mean-wait": wait,
        "sd-wait": mg1.sd_wait(lam, moments),
        "waits": lam,
        "wait-p90": percentile(0.9),
        "wait-p95": percentile(0.95),
        "mean-queue": lam * wait,
        "utilisation": lam,
    }


def mg1_lognormal_cv12() -> Answers:
    lam, mean, cv = 0.375, 2.0, 1.2
    moments = mg1.lognormal_moments(mean, cv)
    sigma = sqrt(log(1 + cv * cv))
    mu_log = log(mean) - sigma * sigma / 2

    def survival(x: mg1.FloatArray) -> mg1.FloatArray:
        return np.asarray(ndtr((mu_log - np.log(np.maximum(x, 1e-300))) / sigma), dtype=np.float64)

    def percentile(p: float) -> float:
        return float(
            brentq(lambda t: mg1.share_waiting_longer(lam, mean, survival, t) - (1 - p), 5, 90, xtol=1e-9, rtol=1e-12)
        )

    wait = mg1.mean_wait(lam, moments)
    return {
        "mean-wait": wait,
        "sd-wait": mg1.sd_wait(lam, moments),
        "waits": lam * mean,
        "mean-queue": lam * wait,
        "utilisation": lam * mean,
        "wait-p90": percentile(0.9),
        "wait-p95": percentile(0.95),
        "wait-p99": percentile(0.99),
    }


def prio2_mm1() -> Answers:
    first, second, mu = 0.2, 0.4, 0.8
    waits = priority.mean_waits_mg1([first, second], [(1 / mu, 2 / mu**2)] * 2)
    low = brentq(lambda t: priority.share_of_second_waiting_longer(first, second, mu, t) - 0.05, 1, 60, xtol=1e-11)
    return {
        "mean-wait-nexus": waits[0],
        "mean-wait-regular": waits[1],
        # Where the share waiting longer is one exponential, its logarithm gives the percentile.
        "wait-p95-nexus": log(priority.share_of_first_waiting_longer(first, second, mu, 0) / 0.05) / (mu - first),
        "wait-p95-regular": float(low),
        "waits": (first + second) / mu,
        "mean-queue-nexus": first * waits[0],
        "mean-queue-regular": second * waits[1],
        "utilisation": (first + second) / mu,
    }


def tandem_mm1_mm1() -> Answers:
    lam, one, two = 0.6, 1 / 1.2, 1 / 1.4
    return {
        "mean-wait-exit": erlang.mean_wait(lam, one, 1),
        "mean-wait-entry": erlang.mean_wait(lam, two, 1),
        "mean-number-exit": networks.mean_number(lam / one),
        "mean-number-entry": networks.mean_number(lam / two),
        "mean-crossing": 1 / (one - lam) + 1 / (two - lam),
        "crossing-p95": networks.percentile_in_tandem(lam, one, two, 0.95),
    }


def line2_exp_zero_buffer() -> Answers:
    (_, serving, blocked), (idle, serving_second, _) = lines.shares_of_line(2)
    return {
        "throughput": lines.throughput_of_two_booths_in_line(1, 1) * DAY,
        "utilisation-exit": serving,
        "blocked-exit": blocked,
        "utilisation-entry": serving_second,
        "idle-entry": idle,
    }


def line3_exp_zero_buffer() -> Answers:
    (_, serving, blocked), (idle, _, blocked_second), (idle_third, _, _) = lines.shares_of_line(3)
    return {
        "throughput": 22 / 39 * DAY,
        "utilisation-first": serving,
        "blocked-first": blocked,
        "idle-second": idle,
        "blocked-second": blocked_second,
        "idle-third": idle_third,
    }


def line2_two_booths_buffer() -> Answers:
    of = lines.two_stages(lines.TwoStages(0.5, 0.4, 2, 2, 1))
    return {
        "throughput": of.throughput * DAY,
        "utilisation-first": of.serving_first / 2,
        "blocked-first": of.blocked_first / 2,
        "utilisation-second": of.serving_second / 2,
        "mean-queue-second": of.waiting_second,
        "mean-wait-second": of.waiting_second / of.throughput,
    }


def tandem_finite() -> Answers:
    lam = 0.5
    of = lines.two_stages(lines.TwoStages(1.0, 1 / 1.2, 1, 1, 1, lam=lam))
    number = of.number_first + of.waiting_second + of.serving_second
    return {
        "mean-wait-first": of.waiting_first / lam,
        "mean-number-first": of.number_first,
        "utilisation-first": of.serving_first,
        "blocked-first": of.blocked_first,
        "mean-wait-second": of.waiting_second / lam,
        "mean-crossing": number / lam,
    }


def mtm3_hourly_profile() -> Answers:
    of = profile.Profile([flow / 60 for flow in (60, 100, 160, 130, 80, 40)], 60.0, 1 / 1.5, 3)
    instants = {"030": 30, "090": 90, "150": 150, "179": 179.5, "210": 210, "239": 239.5, "270": 270, "330": 330}
    found = {f"queue-{name}": of.queue(t) for name, t in (instants | {"359": 359.5}).items()}
    found |= {f"sd of queue-{name}": of.sd_queue(t) for name, t in (instants | {"359": 359.5}).items()}
    found |= {f"sd of virtual-wait-{name}": of.sd_virtual_wait(instants[name]) for name in ("150", "210")}
    found |= {f"all-taken-{name}": of.all_taken(instants[name]) for name in ("090", "210", "330")}
    found |= {f"virtual-wait-{name}": of.mean_virtual_wait(instants[name]) for name in ("150", "210")}
    for name in ("150", "210"):
        found[f"virtual-wait-beyond-10-{name}"] = of.share_of_virtual_wait_longer(instants[name], 10)
    return found | {"mean-queue": of.mean_queue(), "mean-wait": of.mean_wait(), "waits": of.share_waiting()}


def prio2_mm3() -> Answers:
    first, second, mu, c = 0.6, 0.4, 1 / 2.1, 3
    waits = priority.mean_waits_mmc([first, second], mu, c)
    return {
        "mean-wait-car": waits[0],
        "mean-wait-truck": waits[1],
        "mean-wait": erlang.mean_wait(first + second, mu, c),
        "waits": erlang.probability_of_waiting(first + second, mu, c),
        "mean-queue-truck": second * waits[1],
        "utilisation": (first + second) / mu / c,
    }


def prio2_mg1() -> Answers:
    car, truck = mg1.gamma_moments(0.8, 1.0), mg1.gamma_moments(3.0, 0.5)
    waits = priority.mean_waits_mg1([0.5, 0.1], [car, truck])
    return {
        "mean-wait-car": waits[0],
        "mean-wait-truck": waits[1],
        "mean-queue-car": 0.5 * waits[0],
        "mean-queue-truck": 0.1 * waits[1],
        "mean-crossing-truck": waits[1] + 3.0,
        "utilisation": 0.5 * 0.8 + 0.1 * 3.0,
    }


def mg1_two_classes() -> Answers:
    move_up = 0.2
    car, truck = mg1.gamma_moments(0.8, 1.0), mg1.gamma_moments(3.0, 0.5)
    moments = mg1.mixed([0.8, 0.2], [mg1.shifted(of, move_up) for of in (car, truck)])
    wait = mg1.mean_wait(0.5, moments)
    return {
        "mean-wait-car": wait,
        "mean-wait-truck": wait,
        "sd-wait": mg1.sd_wait(0.5, moments),
        "waits": 0.5 * moments[0],
        "mean-queue": 0.5 * wait,
        "utilisation": 0.4 * 0.8 + 0.1 * 3.0,
    }


def repeats() -> Answers:
    lam, mu = 0.5, 1 / 1.2
    visits = networks.mean_visits(0.2, MOST_VISITS)
    rho = lam * visits / mu
    number = networks.mean_number(rho)
    return {
        "mean-number": number,
        "mean-wait": (number - rho) / (lam * visits),
        "waits": rho,
        "wait-p95": log(rho / 0.05) / (mu - lam * visits),
        "utilisation": rho,
        "mean-crossing": number / lam,
    }


def shift_change() -> Answers:
    of = shifts.Shifts(1.2, 1 / 1.5, (3, 1, 3), 120.0)
    instants = {"060": 60, "121": 121, "125": 125, "180": 180, "239": 239, "241": 241, "280": 280, "340": 340}
    return {
        **{f"queue-{name}": of.queue(t) for name, t in instants.items()},
        **{f"sd of queue-{name}": of.sd_queue(t) for name, t in instants.items()},
        **{f"sd of number-{name}": of.sd_number(instants[name]) for name in ("121", "241")},
        **{f"number-{name}": of.number(instants[name]) for name in ("121", "241")},
        **{f"all-taken-{name}": of.all_taken(instants[name]) for name in ("060", "125", "280", "340")},
        "mean-queue": of.mean_queue(),
        "open-booths": of.open_booths(),
        "utilisation": of.utilisation(),
    }


def own_at_random() -> Answers:
    one = single(0.6, 1 / 1.2, 1)
    return {
        "mean-wait": one["mean-wait"],
        "waits": one["waits"],
        "wait-p95": one["wait-p95"],
        "mean-queue-left": one["mean-queue"],
        "mean-queue-right": one["mean-queue"],
        "utilisation-left": one["utilisation"],
        "mean-crossing": one["mean-crossing"],
    }


def own_in_turn() -> Answers:
    lam, mu = 1.2, 1 / 1.2
    sigma = gim1.probability_of_waiting_with_every_other_arrival(lam, mu)
    wait = gim1.mean_wait_with_every_other_arrival(lam, mu)
    return {
        "mean-wait": wait,
        "waits": sigma,
        "wait-p95": log(sigma / 0.05) / (mu * (1 - sigma)),
        "mean-queue-left": lam / 2 * wait,
        "mean-queue-right": lam / 2 * wait,
        "utilisation-right": lam / 2 / mu,
    }


def own_shortest() -> Answers:
    lam, mu = 1.25, 1 / 1.2
    of = lanes.shortest(lam, mu)
    return {
        "mean-wait": sum(of.waiting) / lam,
        "waits": of.probability_of_waiting,
        "mean-queue-left": of.waiting[0],
        "mean-queue-right": of.waiting[1],
        "utilisation-left": of.busy[0],
        "utilisation-right": of.busy[1],
        "mean-crossing": sum(of.number) / lam,
    }


def zone_closed() -> Answers:
    throughput = networks.throughput_of_two_in_a_circle(1.0, 3)
    return {
        "throughput": throughput * DAY,
        "utilisation-first": throughput,
        "utilisation-second": throughput,
        "mean-number-second": 3 / 2,
        "mean-wait-second": (3 / 2 - throughput) / throughput,
    }


def bridge_headway() -> Answers:
    lam = 1.5
    car, truck = mg1.gamma_moments(1 / 3, 0.0), mg1.gamma_moments(5 / 6, 0.0)
    moments = mg1.mixed([2 / 3, 1 / 3], [car, truck])
    wait = mg1.mean_wait(lam, moments)
    return {
        "mean-wait-car": wait,
        "mean-wait-truck": wait,
        "sd-wait": mg1.sd_wait(lam, moments),
        "waits": lam * moments[0],
        "mean-queue": lam * wait,
        "mean-number": lam * (wait + 2),
        "mean-crossing": wait + 2,
    }


def dd1_peak() -> Answers:
    cars = cumulative.arrivals_between(0, 6 * HOUR, 60)
    trucks = cumulative.arrivals_between(2 * HOUR, 3 * HOUR, 30)
    arrivals, service = np.concatenate([cars, trucks]), 4 * MINUTE
    waits = cumulative.waits(arrivals, service) / MINUTE
    length = 8 * 60.0
    instants = {"120": 120, "150": 150, "180": 180, "240": 240, "360": 360}
    return {
        "mean-wait": float(waits.mean()),
        "sd-wait": float(waits.std()),
        "waits": float((waits > 0).mean()),
        "mean-queue": float(waits.sum()) / length,
        "utilisation": 90 * 4 / length,
        "mean-crossing": float(waits.mean()) + 4,
        **{f"queue-{name}": cumulative.number_waiting(arrivals, service, t * MINUTE) for name, t in instants.items()},
    }


def dd1_closures() -> Answers:
    arrivals, service = cumulative.arrivals_between(0, 6 * HOUR, 60), 4 * MINUTE
    closures = [(2 * HOUR, 2 * HOUR + 40 * MINUTE), (4 * HOUR, 4 * HOUR + 20 * MINUTE)]
    begins = cumulative.begins_with_closures(arrivals, service, closures)
    waits = (begins - np.sort(arrivals)) / MINUTE
    length = 8 * 60.0
    open_time = length - cumulative.closed_time(begins, service, closures) / MINUTE
    return {
        "mean-wait": float(waits.mean()),
        "sd-wait": float(waits.std()),
        "waits": float((waits > 0).mean()),
        "mean-queue": float(waits.sum()) / length,
        "open-booths": open_time / length,
        "utilisation": 60 * 4 / open_time,
        "queue-160": float((arrivals <= 160 * MINUTE).sum() - (begins <= 160 * MINUTE).sum()),
        "queue-260": float((arrivals <= 260 * MINUTE).sum() - (begins <= 260 * MINUTE).sum()),
    }


ANSWERS: dict[str, Callable[[], Answers]] = {
    "mm1-rho80": lambda: single(0.8, 1.0, 1),
    "mm5-rho90": lambda: single(3.75, 1 / 1.2, 5),
    "md1-rho85": md1_rho85,
    "mg1-lognormal-cv12": mg1_lognormal_cv12,
    "prio2-mm1": prio2_mm1,
    "tandem-mm1-mm1": tandem_mm1_mm1,
    "line2-exp-zero-buffer": line2_exp_zero_buffer,
    "mtm3-hourly-profile": mtm3_hourly_profile,
    "two-booths": lambda: single(0.8, 0.5, 2),
    "prio2-mm3": prio2_mm3,
    "prio2-mg1": prio2_mg1,
    "mg1-two-classes": mg1_two_classes,
    "tandem-finite": tandem_finite,
    "line2-two-booths-buffer": line2_two_booths_buffer,
    "line3-exp-zero-buffer": line3_exp_zero_buffer,
    "repeats": repeats,
    "shift-change": shift_change,
    "own-at-random": own_at_random,
    "own-in-turn": own_in_turn,
    "own-shortest": own_shortest,
    "zone-closed": zone_closed,
    "bridge-headway": bridge_headway,
    "dd1-peak": dd1_peak,
    "dd1-closures": dd1_closures,
}
