public import Basics

/// The instant so many seconds after the start of a test, which stands in the year 2023.
public func at(_ seconds: Double) -> Timestamp {
  Timestamp(nanoseconds: 1_700_000_000_000_000_000 + Int64(seconds * 1_000_000_000))
}
