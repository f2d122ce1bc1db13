#include "cre2.h"

#include <re2/re2.h>

#include <algorithm>
#include <cstring>
#include <vector>

struct cre2_pattern {
  RE2 regex;
  cre2_pattern(re2::StringPiece text, const RE2::Options &options) : regex(text, options) {}
};

extern "C" cre2_pattern *cre2_compile_with(const char *pattern, size_t length, int64_t memory_max,
                                           bool ignore_case, bool dot_matches_newline,
                                           char *error, size_t error_capacity) {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(memory_max);
  options.set_case_sensitive(!ignore_case);
  options.set_dot_nl(dot_matches_newline);
  auto *compiled = new cre2_pattern(re2::StringPiece(pattern, length), options);
  if (compiled->regex.ok()) return compiled;
  if (error_capacity > 0) {
    const std::string &message = compiled->regex.error();
    size_t count = std::min(message.size(), error_capacity - 1);
    std::memcpy(error, message.data(), count);
    error[count] = '\0';
  }
  delete compiled;
  return nullptr;
}

extern "C" cre2_pattern *cre2_compile(const char *pattern, size_t length, int64_t memory_max,
                                      char *error, size_t error_capacity) {
  return cre2_compile_with(pattern, length, memory_max, false, false, error, error_capacity);
}

extern "C" void cre2_free(cre2_pattern *pattern) { delete pattern; }

extern "C" int cre2_group_count(const cre2_pattern *pattern) {
  return pattern->regex.NumberOfCapturingGroups();
}

extern "C" bool cre2_match(const cre2_pattern *pattern, const char *text, size_t length, size_t from,
                           size_t to, bool anchored_both, cre2_group *groups, int group_max) {
  re2::StringPiece subject(text, length);
  std::vector<re2::StringPiece> found(static_cast<size_t>(std::max(group_max, 0)));
  auto anchor = anchored_both ? RE2::ANCHOR_BOTH : RE2::UNANCHORED;
  if (!pattern->regex.Match(subject, from, to, anchor, found.data(), group_max)) return false;
  for (int i = 0; i < group_max; i++) {
    const auto &piece = found[static_cast<size_t>(i)];
    if (piece.data() == nullptr) {
      groups[i] = {-1, -1};
    } else {
      int64_t start = piece.data() - text;
      groups[i] = {start, start + static_cast<int64_t>(piece.size())};
    }
  }
  return true;
}

extern "C" const char *cre2_group_name(const cre2_pattern *pattern, int index) {
  const auto &names = pattern->regex.CapturingGroupNames();
  auto found = names.find(index);
  return found == names.end() ? nullptr : found->second.c_str();
}
