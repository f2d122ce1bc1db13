/// How long a client waits before it tries again: longer each time, and never exactly as long as others do.
public struct Backoff: Sendable {
  private var pause = WorkloadLimits.reconnectMin

  public init() {}

  /// It worked: the next pause is short again.
  public mutating func reset() { pause = WorkloadLimits.reconnectMin }

  /// The next pause.
  ///
  /// - Parameter share: A number from 0 to 1, at random: the pause is between half and the whole.
  public mutating func next(share: Double = .random(in: 0...1)) -> Duration {
    let this = pause / 2 + pause / 2 * min(max(share, 0), 1)
    pause = min(pause * 2, WorkloadLimits.reconnectMax)
    return this
  }
}
