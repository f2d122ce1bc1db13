public import Basics

extension PinReport {
  /// For the control API and `agw tools pin`.
  public var document: JSONValue {
    [
      "tool": .string(tool), "hash": .string(hash.inDocumentOrder.hex), "pin": .string(pin.description),
      "entry": .string(entry), "pinned_entry": .string(pinnedEntry),
    ]
  }
}
