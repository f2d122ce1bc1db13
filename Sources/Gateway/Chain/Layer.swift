/// One layer of the chain.
///
/// `admit` runs in chain order and looks at the call on its way in. `settle` runs in reverse order, once, for
/// each layer that was entered, when the outcome is known; a layer gives back there what it took, or learns.
/// A layer that needs no I/O never suspends.
protocol Layer: Sendable {
  var name: LayerName { get }
  func admit(_ call: Call, on loop: LoopState) -> Verdict
  func settle(_ call: Call, _ outcome: Outcome)
}

extension Layer {
  func settle(_ call: Call, _ outcome: Outcome) {}
}
