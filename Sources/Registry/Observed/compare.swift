import Basics

/// Compares a registered tool with what an upstream offers under its name.
///
/// Definitions are compared as JSON values: the order of keys and the spelling of numbers do not matter,
/// every byte of every text does. An entry with a `pin:` hash is held to everything that the upstream says.
///
/// - Complexity: O(n) in the size of both definitions.
public func compare(_ registered: ToolEntry, _ observed: ToolDefinition) -> ToolVerdict {
  var comparison = DefinitionComparison()
  if let schema = registered.inputSchema {
    comparison.compare(.string(registered.description), .string(observed.description), at: "/description")
    comparison.compare(schema, observed.inputSchema, at: "/inputSchema")
  }
  if case .pin(let pin) = registered.hash, pin != observed.pin {
    comparison.note("", registered: .string("pin:\(pin.hex)"), observed: .string("pin:\(observed.pin.hex)"))
  }
  return comparison.diff.changes.isEmpty ? .matches : .changed(comparison.diff)
}
