import NIOCore

/// What a layer says to a call.
enum Verdict {
  case proceed
  /// The layer had nothing to look at.
  case skip
  /// Goes on, with a note in the record.
  case flag
  case refuse(Denial)
  /// The answer needs I/O; what it resolves to is applied to the call when it is there.
  case later(EventLoopFuture<Resumption>)
}

/// Applies the result of I/O to the call and gives the final verdict, which must not be `later` again.
typealias Resumption = @Sendable (Call) -> Verdict
