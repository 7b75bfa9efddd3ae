// BORDER-1 as an event loop with a binary heap: the same vehicles with the same draws, whole microseconds.
//
//   border1 DRAWS RECORD
//
// DRAWS holds, as 64-bit integers, the number of vehicles n, then n arrivals in order, n directions, n classes, and
// n rows of five services (exit passport, exit customs, entry passport, entry customs, secondary inspection; -1 for
// one that is not visited). RECORD becomes n rows of six visits of four integers: booth, joined, began, ended; the
// booth is -1 where nothing was visited. Printed are the seconds of CPU that the loop took, its memory
// included, and how many of them in the kernel.
// Compiled with -DWHOLE_RECORD, it keeps as much of each visit as our engine does.

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <queue>
#include <vector>

#include <sys/resource.h>

using Instant = std::int64_t;

constexpr Instant SECOND = 1'000'000;
constexpr int STAGES = 6, BRIDGE = 2, SECONDARY = 5, SERVICES = 5, DIRECTIONS = 2;
constexpr int BOOTHS[STAGES] = {4, 3, 0, 4, 4, 3};
constexpr Instant HEADWAY[] = {8 * SECOND, 4 * SECOND, 8 * SECOND};  // bus, car, truck
constexpr Instant TRAVEL = 40 * SECOND;

struct Draws {
    std::int64_t n;
    std::vector<Instant> arrives_at;
    std::vector<std::int64_t> direction, vehicle_class;
    std::vector<Instant> service;
};

struct Visit {
    std::int64_t booth = -1;
    Instant joined = -1, began = -1, ended = -1;
#ifdef WHOLE_RECORD  // what our engine keeps beside
    std::int64_t vehicle = -1, place = -1, visit = -1, lane = -1, form = -1;
    Instant called = -1, left = -1, service_time = -1;
#endif
};
constexpr std::streamsize NEEDED = 4 * sizeof(std::int64_t);

enum Kind : std::int64_t { STAGE_ENDS, HEADWAY_PASSES };

struct Event {
    Instant at;
    std::int64_t key;  // kind, then vehicle or direction
    bool operator>(const Event& other) const { return at != other.at ? at > other.at : key > other.key; }
};

struct Place {
    std::deque<std::int64_t> waiting;
    std::uint32_t idle = 0;  // one bit for each booth; on the bridge, one for the way being free
};

class Crossing {
  public:
    explicit Crossing(const Draws& draws) : draws(draws), record(draws.n * STAGES), stage_of(draws.n, 0) {
        for (auto& places : all)
            for (int s = 0; s < STAGES; ++s) places[s].idle = s == BRIDGE ? 1u : (1u << BOOTHS[s]) - 1;
    }

    void run() {
        std::int64_t next = 0;
        while (next < draws.n || !events.empty()) {
            if (!events.empty() && (next == draws.n || events.top().at <= draws.arrives_at[next])) {
                const Event event = events.top();
                events.pop();
                now = event.at;
                const std::int64_t entity = event.key & ENTITY;
                if (event.key >> KIND_BITS == STAGE_ENDS) {
                    end_stage(entity);
                } else {
                    all[entity][BRIDGE].idle = 1;
                    call(entity, BRIDGE);
                }
            } else {
                now = draws.arrives_at[next];
                join(next++, 0);
            }
        }
    }

    const std::vector<Visit>& visits() const { return record; }

  private:
    static constexpr int KIND_BITS = 40;
    static constexpr std::int64_t ENTITY = (std::int64_t{1} << KIND_BITS) - 1;

    void expect(Instant at, Kind kind, std::int64_t entity) {
        events.push({at, (std::int64_t{kind} << KIND_BITS) | entity});
    }

    void join(std::int64_t vehicle, int stage) {
        stage_of[vehicle] = stage;
        Visit& visit = record[vehicle * STAGES + stage];
        visit.joined = now;
        const auto direction = draws.direction[vehicle];
#ifdef WHOLE_RECORD
        visit.vehicle = vehicle;
        visit.place = DIRECTIONS * stage + direction;
        visit.visit = visit.lane = visit.form = 0;
#endif
        all[direction][stage].waiting.push_back(vehicle);
        call(direction, stage);
    }

    void call(std::int64_t direction, int stage) {
        Place& place = all[direction][stage];
        while (place.idle && !place.waiting.empty()) {
            const std::int64_t vehicle = place.waiting.front();
            place.waiting.pop_front();
            const int booth = __builtin_ctz(place.idle);
            place.idle &= place.idle - 1;
            Visit& visit = record[vehicle * STAGES + stage];
            visit.booth = booth;
            visit.began = now;
            if (stage == BRIDGE) {
                visit.ended = now + TRAVEL;
                expect(now + HEADWAY[draws.vehicle_class[vehicle]], HEADWAY_PASSES, direction);
            } else {
                visit.ended = now + draws.service[vehicle * SERVICES + (stage < BRIDGE ? stage : stage - 1)];
            }
#ifdef WHOLE_RECORD
            visit.called = now;
            visit.service_time = visit.ended - now;
#endif
            expect(visit.ended, STAGE_ENDS, vehicle);
        }
    }

    void end_stage(std::int64_t vehicle) {
        const int stage = stage_of[vehicle];
        const auto direction = draws.direction[vehicle];
#ifdef WHOLE_RECORD
        record[vehicle * STAGES + stage].left = now;
#endif
        const int next = stage + 1;
        if (next < SECONDARY || (next == SECONDARY && draws.service[vehicle * SERVICES + SERVICES - 1] >= 0))
            join(vehicle, next);
        if (stage != BRIDGE) {
            all[direction][stage].idle |= 1u << record[vehicle * STAGES + stage].booth;
            call(direction, stage);
        }
    }

    const Draws& draws;
    std::vector<Visit> record;
    std::vector<int> stage_of;
    Place all[DIRECTIONS][STAGES];
    std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
    Instant now = 0;
};

static Draws read(const char* path) {
    std::ifstream file(path, std::ios::binary);
    Draws draws;
    const auto take = [&](std::vector<std::int64_t>& column, std::int64_t n) {
        column.resize(n);
        file.read(reinterpret_cast<char*>(column.data()), n * sizeof(std::int64_t));
    };
    file.read(reinterpret_cast<char*>(&draws.n), sizeof draws.n);
    take(draws.arrives_at, draws.n);
    take(draws.direction, draws.n);
    take(draws.vehicle_class, draws.n);
    take(draws.service, draws.n * SERVICES);
    if (!file) {
        std::fprintf(stderr, "%s is too short\n", path);
        std::exit(2);
    }
    return draws;
}

struct Used {
    double all, in_kernel;
};

static Used used() {  // seconds of CPU so far
    rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval& time) { return time.tv_sec + time.tv_usec * 1e-6; };
    return {seconds(usage.ru_utime) + seconds(usage.ru_stime), seconds(usage.ru_stime)};
}

int main(int n_arguments, char** arguments) {
    if (n_arguments != 3) return 2;
    const Draws draws = read(arguments[1]);
    const Used start = used();
    Crossing crossing(draws);
    crossing.run();
    const Used end = used();
    const auto& visits = crossing.visits();
    std::ofstream file(arguments[2], std::ios::binary);
    for (const Visit& visit : visits) file.write(reinterpret_cast<const char*>(&visit), NEEDED);
    std::printf("%.6f %.6f\n", end.all - start.all, end.in_kernel - start.in_kernel);
    return file.good() ? 0 : 1;
}
