import Basics
import Rego

/// A large data document: records as an inventory has them.
struct DataLoad {
  let megabytes: Int

  private var text: [UInt8] {
    var bytes = Array("{\"items\": {".utf8)
    var index = 0
    while bytes.count < megabytes << 20 {
      let record = "\(index == 0 ? "" : ",")\"id-\(index)\": {\"owner\": \"user-\(index % 997)\", \"size\": \(index),"
        + " \"labels\": [\"a\", \"b-\(index % 13)\"], \"public\": \(index % 3 == 0)}"
      bytes += Array(record.utf8)
      index += 1
    }
    return bytes + Array("}}".utf8)
  }

  func load() throws -> JSONValue {
    let text = text
    var limits = JSONLimits.standard
    limits.nodesMax = text.count
    let before = ProcessMemory.kilobytes
    let start = MonotonicTime.now()
    let data = try JSONValue.parse(text, limits: limits)
    let parsed = MonotonicTime.now()
    let policy = try CompiledPolicy(
      sources: [RegoSource(path: "p.rego", text: "package p\nr := data.items[input.id].owner\n")], data: data)
    let loaded = MonotonicTime.now()
    let memory = ProcessMemory.kilobytes - before
    let query = try policy.query("data.p.r")
    var input = RegoInput()
    input.set("id", "id-17")
    let context = RegoContext()
    let first = MonotonicTime.now()
    for _ in 0..<1_000 { _ = try query.evaluate(input, in: context) }
    let decision = (MonotonicTime.now() - first) / 1_000
    return [
      "bytes": .integer(text.count), "parse_ms": .integer(Int((parsed - start) / 1_000_000)),
      "load_ms": .integer(Int((loaded - parsed) / 1_000_000)), "kilobytes": .integer(memory),
      "decision_ns": .integer(Int(decision)),
    ]
  }
}
