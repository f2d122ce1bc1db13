// A C face for the few calls of RE2 that Precinct uses. RE2 has Go's syntax and
// matches in time linear in the input, whatever the pattern.
#ifndef PRECINCT_CRE2_H
#define PRECINCT_CRE2_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct cre2_pattern cre2_pattern;

/// A group of a match: byte offsets into the text; -1, -1 if it took no part.
typedef struct {
  int64_t start;
  int64_t end;
} cre2_group;

/// Compiles `pattern` (UTF-8). `memory_max` bounds the compiled form, in bytes.
/// On failure returns NULL and writes a message of at most `error_capacity` bytes, NUL included.
cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t memory_max,
                           char *error, size_t error_capacity);

/// As `cre2_compile`; `.` also matches a newline and case is ignored when asked.
cre2_pattern *cre2_compile_with(const char *pattern, size_t length, int64_t memory_max,
                                bool ignore_case, bool dot_matches_newline,
                                char *error, size_t error_capacity);

void cre2_free(cre2_pattern *pattern);

/// Number of capturing groups, the whole match not counted.
int cre2_group_count(const cre2_pattern *pattern);

/// The leftmost match in text[from, to): fills up to `group_max` groups (0 is the whole match)
/// and says whether there is one. Anchors see the whole of [0, length).
bool cre2_match(const cre2_pattern *pattern, const char *text, size_t length, size_t from, size_t to,
                bool anchored_both, cre2_group *groups, int group_max);

/// Name of capturing group `index` (from 1), or NULL if it has none. Valid while the pattern lives.
const char *cre2_group_name(const cre2_pattern *pattern, int index);

#ifdef __cplusplus
}
#endif
#endif
