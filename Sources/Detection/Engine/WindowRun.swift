/// A stretch of one segment in which one expression is to be run.
struct Window {
  var segment: TextSegment
  var range: Range<Int>
}

/// Makes one of windows that touch, so that each byte is confirmed at most once for each expression.
struct WindowRun {
  private var open: Window?

  /// Takes the next window, in order of places.
  ///
  /// - Returns: The window before it, if the two do not touch.
  mutating func add(_ next: Window) -> Window? {
    if let last = open, last.segment.range == next.segment.range, next.range.lowerBound <= last.range.upperBound {
      open?.range = min(last.range.lowerBound, next.range.lowerBound)..<max(last.range.upperBound, next.range.upperBound)
      return nil
    }
    defer { open = next }
    return open
  }

  /// The last window.
  mutating func take() -> Window? {
    defer { open = nil }
    return open
  }
}
