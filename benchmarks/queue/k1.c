/* The queue K1 by itself, as fast as plain C goes: the limit for the compiled engine.

   The same keyed draws as the model (Philox4x64-10, see science/draws.py), the same ticks and rounding, the same
   rule (who waits longest is served by the first free post in key order), the same record of every need and the
   same counts over time. `k1` leaves all of that, `k1_bare` only when each need was raised, begun and done. */

#include <math.h>
#include <stdint.h>

#define COUNTED 256 /* the last bin of a count over time stands for this many less one, or more */
#define MOST_POSTS 64
#define TICKS_PER_WEEK 1048576.0
#define STREAM_GAP 8
#define STREAM_WORK 9
#define NEED_KEY 11
#define SOURCE_STREAM 3
#define LANES_PER_NEED 64

typedef struct {
    uint64_t seed, run, stream;
    double needs_per_week, mean_days;
    int64_t posts, begin, horizon, room; /* room: rows of the record */
} Queue;

typedef struct {
    uint64_t key;
    int64_t raised, asked_milli, start, end, post;
} Need;

typedef struct {
    int64_t raised, start, end;
} Times;

typedef struct {
    int64_t waiting[COUNTED], in_progress[COUNTED], busy[MOST_POSTS];
} Counts;

typedef struct {
    uint64_t lane[4];
} Block;

static inline Block philox(uint64_t c0, uint64_t c1, uint64_t c2, uint64_t k0, uint64_t k1)
{
    uint64_t c3 = 0;
    for (int round = 0; round < 10; round++) {
        unsigned __int128 first = (unsigned __int128)0xD2E7470EE14C6C93u * c0;
        unsigned __int128 second = (unsigned __int128)0xCA5A826395121157u * c2;
        uint64_t c1_was = c1, c3_was = c3;
        c0 = (uint64_t)(second >> 64) ^ c1_was ^ k0;
        c1 = (uint64_t)second;
        c2 = (uint64_t)(first >> 64) ^ c3_was ^ k1;
        c3 = (uint64_t)first;
        k0 += 0x9E3779B97F4A7C15u;
        k1 += 0xBB67AE8584CAA73Bu;
    }
    return (Block){{c0, c1, c2, c3}};
}

static inline double exponential(uint64_t word, double mean)
{
    double uniform = ((double)(word >> 12) + 0.5) * 0x1p-52;
    return -mean * log1p(-uniform);
}

static inline int64_t ticks(double weeks)
{
    int64_t rounded = (int64_t)floor(weeks * TICKS_PER_WEEK + 0.5);
    return rounded > 1 ? rounded : 1;
}

/* Ticks from need k - 1 to need k. Four gaps come from one block, so it is kept. */
static inline int64_t gap(const Queue *q, Block *kept, uint64_t k)
{
    if (k % 4 == 0)
        *kept = philox(q->stream, STREAM_GAP, k / 4, q->seed, q->run);
    return ticks(exponential(kept->lane[k % 4], 1.0 / q->needs_per_week));
}

static inline int64_t work_milli(const Queue *q, uint64_t k)
{
    uint64_t word = philox(q->stream, STREAM_WORK, k * (LANES_PER_NEED / 4), q->seed, q->run).lane[0];
    int64_t milli = (int64_t)(exponential(word, q->mean_days) * 1000.0 + 0.5);
    return milli > 1 ? milli : 1;
}

typedef struct {
    int64_t end[MOST_POSTS];
    int64_t post[MOST_POSTS];
    int64_t n;
} Heap; /* of those at work, who is done first on top */

static inline void push(Heap *heap, int64_t end, int64_t post)
{
    int64_t at = heap->n++;
    for (; at > 0 && heap->end[(at - 1) / 2] > end; at = (at - 1) / 2) {
        heap->end[at] = heap->end[(at - 1) / 2];
        heap->post[at] = heap->post[(at - 1) / 2];
    }
    heap->end[at] = end;
    heap->post[at] = post;
}

static inline int64_t pop(Heap *heap)
{
    int64_t post = heap->post[0], n = --heap->n, at = 0;
    int64_t last_end = heap->end[n], last_post = heap->post[n];
    for (int64_t below = 1; below < n; below = 2 * at + 1) {
        below += below + 1 < n && heap->end[below + 1] < heap->end[below];
        if (heap->end[below] >= last_end)
            break;
        heap->end[at] = heap->end[below];
        heap->post[at] = heap->post[below];
        at = below;
    }
    heap->end[at] = last_end;
    heap->post[at] = last_post;
    return post;
}

static inline void count(int64_t *bins, int64_t *since, int64_t in_it, int64_t now)
{
    bins[in_it < COUNTED ? in_it : COUNTED - 1] += now - *since;
    *since = now;
}

/* Needs raised before the horizon, with the record and the counts filled in; -1 if the record has no room. */
int64_t k1(const Queue *queue, Need *record, Counts *counts)
{
    const Queue q = *queue;
    Heap at_work = {.n = 0};
    Block kept;
    uint64_t free_posts = q.posts < 64 ? ((uint64_t)1 << q.posts) - 1 : ~(uint64_t)0;
    int64_t raised = 0, served = 0; /* needs are served in the order in which they are raised */
    int64_t waiting_since = q.begin, in_progress_since = q.begin;
    int64_t next_arrival = q.begin + gap(&q, &kept, 0);
    *counts = (Counts){0};
    for (;;) {
        int64_t now = next_arrival;
        if (at_work.n > 0 && at_work.end[0] < now)
            now = at_work.end[0];
        if (now >= q.horizon)
            break;
        while (at_work.n > 0 && at_work.end[0] == now) {
            count(counts->in_progress, &in_progress_since, at_work.n, now);
            free_posts |= (uint64_t)1 << pop(&at_work);
        }
        if (next_arrival == now) {
            if (raised == q.room)
                return -1;
            uint64_t key = philox(q.stream, SOURCE_STREAM, (uint64_t)raised, NEED_KEY, 0).lane[0];
            count(counts->waiting, &waiting_since, raised - served, now);
            record[raised] = (Need){key, now, work_milli(&q, (uint64_t)raised), -1, -1, -1};
            raised++;
            next_arrival = now + gap(&q, &kept, (uint64_t)raised);
        }
        while (served < raised && free_posts != 0) {
            Need *need = &record[served];
            int64_t post = __builtin_ctzll(free_posts), length = ticks((double)need->asked_milli / 1000.0);
            int64_t end = now + length;
            count(counts->waiting, &waiting_since, raised - served, now);
            count(counts->in_progress, &in_progress_since, at_work.n, now);
            free_posts &= free_posts - 1;
            need->start = now;
            need->end = end;
            need->post = post;
            counts->busy[post] += (end < q.horizon ? end : q.horizon) - now;
            push(&at_work, end, post);
            served++;
        }
    }
    count(counts->waiting, &waiting_since, raised - served, q.horizon);
    count(counts->in_progress, &in_progress_since, at_work.n, q.horizon);
    return raised;
}

/* The same queue with nothing written down but times. */
int64_t k1_bare(const Queue *queue, Times *record)
{
    const Queue q = *queue;
    Heap at_work = {.n = 0};
    Block kept;
    int64_t raised = 0, served = 0, next_arrival = q.begin + gap(&q, &kept, 0);
    for (;;) {
        int64_t now = next_arrival;
        if (at_work.n > 0 && at_work.end[0] < now)
            now = at_work.end[0];
        if (now >= q.horizon)
            return raised;
        while (at_work.n > 0 && at_work.end[0] == now)
            pop(&at_work);
        if (next_arrival == now) {
            if (raised == q.room)
                return -1;
            /* How long it takes stands in the place of its end until it is begun. */
            int64_t length = ticks((double)work_milli(&q, (uint64_t)raised) / 1000.0);
            record[raised] = (Times){now, -1, length};
            raised++;
            next_arrival = now + gap(&q, &kept, (uint64_t)raised);
        }
        for (; served < raised && at_work.n < q.posts; served++) {
            record[served].start = now;
            record[served].end += now;
            push(&at_work, record[served].end, 0);
        }
    }
}
