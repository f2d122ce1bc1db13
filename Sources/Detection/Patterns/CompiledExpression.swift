import CRE2

/// An expression that RE2 has compiled.
@safe
final class CompiledExpression: @unchecked Sendable {
  // SAFETY: a compiled expression is read-only and RE2 may be used from many threads.
  private let pattern: OpaquePointer
  /// The group that holds the value: `value` by name, else the first, else 0.
  private let valueGroup: Int

  /// - Throws: ``PatternProblem`` with RE2's words.
  init(_ expression: String) throws(PatternProblem) {
    var message = [CChar](repeating: 0, count: 256)
    let text = Array(expression.utf8CString)
    // SAFETY: both buffers live until the call returns; the message is NUL-ended within its capacity.
    let compiled = unsafe cre2_compile_with(
      text, text.count - 1, DetectionLimits.confirmingMemoryBytesMax, false, true, &message, message.count)
    guard let compiled = unsafe compiled else {
      let words = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw PatternProblem(index: nil, message: String(decoding: words, as: UTF8.self))
    }
    unsafe pattern = unsafe compiled
    var group = 0
    let count = unsafe Int(cre2_group_count(compiled))
    if count > 0 {
      group = 1
      for index in 1...count {
        if let name = unsafe cre2_group_name(compiled, Int32(truncatingIfNeeded: index)),
          unsafe String(cString: name) == "value"
        {
          group = index
        }
      }
    }
    valueGroup = min(group, Self.groupsMax - 1)
  }

  private static let groupsMax = 16

  deinit {
    // SAFETY: made by cre2_compile_with, freed once.
    unsafe cre2_free(pattern)
  }

  func firstMatch(in bytes: [UInt8], text: Range<Int>, window: Range<Int>) -> PatternMatch? {
    guard text.lowerBound >= 0, text.upperBound <= bytes.count, window.lowerBound >= text.lowerBound,
      window.upperBound <= text.upperBound
    else { return nil }
    let wanted = valueGroup + 1
    return unsafe withUnsafeTemporaryAllocation(of: cre2_group.self, capacity: wanted) { groups in
      // SAFETY: text and window were checked against the array; `wanted` groups are written.
      let isFound = unsafe bytes.withUnsafeBytes { raw in
        guard let base = unsafe raw.bindMemory(to: CChar.self).baseAddress else { return false }
        return unsafe cre2_match(
          pattern, base + text.lowerBound, text.count, window.lowerBound - text.lowerBound,
          window.upperBound - text.lowerBound, false, groups.baseAddress, Int32(truncatingIfNeeded: wanted))
      }
      guard isFound else { return nil }
      let whole = unsafe range(groups[0], text.lowerBound)
      let value = unsafe range(groups[valueGroup], text.lowerBound)
      return PatternMatch(whole: whole, value: value.isEmpty ? whole : value)
    }
  }

  private func range(_ group: cre2_group, _ base: Int) -> Range<Int> {
    guard group.start >= 0, group.end >= group.start else { return base..<base }
    return base + Int(group.start)..<base + Int(group.end)
  }
}

/// Where an expression matched, and where in it the value lies.
struct PatternMatch {
  var whole: Range<Int>
  var value: Range<Int>
}
