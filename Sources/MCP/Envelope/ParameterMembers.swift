import Basics

/// Nodes of the members of `params` that the gateway decides by, found in one walk over its keys.
struct ParameterMembers {
  private(set) var name: Int?
  private(set) var uri: Int?
  private(set) var taskID: Int?
  private(set) var reference: Int?
  private(set) var arguments: Int?
  private(set) var metadata: Int?
  private(set) var progressToken: Int?
  private(set) var requestState: Int?

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
    switch node.hasEscape ? -1 : node.range.count {
    case 3 where document.matches(key, "uri"): uri = value
    case 3 where document.matches(key, "ref"): reference = value
    case 4 where document.matches(key, "name"): name = value
    case 5 where document.matches(key, "_meta"): metadata = value
    case 6 where document.matches(key, "taskId"): taskID = value
    case 9 where document.matches(key, "arguments"): arguments = value
    case 12 where document.matches(key, "requestState"): requestState = value
    case 13 where document.matches(key, "progressToken"): progressToken = value
    case -1: assignEscaped(value, keyed: key, in: document)
    default: break
    }
  }

  private mutating func assignEscaped(_ value: Int, keyed key: Int, in document: JSONDocument) {
    switch document.string(at: key) {
    case "uri": uri = value
    case "ref": reference = value
    case "name": name = value
    case "_meta": metadata = value
    case "taskId": taskID = value
    case "arguments": arguments = value
    case "progressToken": progressToken = value
    case "requestState": requestState = value
    default: break
    }
  }
}
