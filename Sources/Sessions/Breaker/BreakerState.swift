/// The three states of a circuit, as they are shown to people and in metrics.
public enum BreakerState: String, Sendable, CaseIterable {
  case closed, open
  case halfOpen = "half_open"
}
