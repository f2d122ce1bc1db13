import Basics

/// Nodes of the members that JSON-RPC defines, found in one walk over an object's keys.
struct EnvelopeMembers {
  private(set) var jsonrpc: Int?
  private(set) var id: Int?
  private(set) var method: Int?
  private(set) var params: Int?
  private(set) var result: Int?
  private(set) var error: Int?

  init(of document: JSONDocument, object: Int) {
    let end = Int(document.nodes[object].next)
    var key = object + 1
    while key < end {
      let value = key + 1
      assign(value, keyed: key, in: document)
      key = Int(document.nodes[value].next)
    }
  }

  private mutating func assign(_ value: Int, keyed key: Int, in document: JSONDocument) {
    let node = document.nodes[key]
    // Keys are told apart by length first; an escaped key takes the slow comparison with each.
    switch node.hasEscape ? -1 : node.range.count {
    case 2 where document.matches(key, "id"): id = value
    case 5 where document.matches(key, "error"): error = value
    case 6 where document.matches(key, "method"): method = value
    case 6 where document.matches(key, "params"): params = value
    case 6 where document.matches(key, "result"): result = value
    case 7 where document.matches(key, "jsonrpc"): jsonrpc = value
    case -1: assignEscaped(value, keyed: key, in: document)
    default: break
    }
  }

  private mutating func assignEscaped(_ value: Int, keyed key: Int, in document: JSONDocument) {
    switch document.string(at: key) {
    case "id": id = value
    case "error": error = value
    case "method": method = value
    case "params": params = value
    case "result": result = value
    case "jsonrpc": jsonrpc = value
    default: break
    }
  }
}
