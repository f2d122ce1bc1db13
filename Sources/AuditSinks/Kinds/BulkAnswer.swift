import Basics

/// The answer of a bulk request: one item for each action, in order.
struct BulkAnswer {
  private struct Item {
    let id: String?
    let status: Int
    let reason: String
  }

  private let items: [Item]
  private let saysErrors: Bool

  /// Nil if it is no such answer.
  init?(_ body: [UInt8]) {
    guard let value = try? JSONValue.parse(body), let errors = value["errors"]?.boolValue,
      let items = value["items"]?.arrayValue
    else { return nil }
    saysErrors = errors
    self.items = items.map { item in
      let result = item["create"]
      let error = result?["error"]
      let reason = [error?["type"], error?["reason"]].compactMap { $0?.stringValue }.joined(separator: ": ")
      return Item(id: result?["_id"]?.stringValue, status: result?["status"]?.intValue ?? 0, reason: reason)
    }
  }

  /// What of the records has arrived. An item stands for a record only if it names its identifier.
  func delivery(of records: [SinkRecord], id: (SinkRecord) -> String) -> SinkDelivery {
    guard items.count == records.count else {
      return .failed(records, SinkFailure("\(items.count) items answer \(records.count) documents"))
    }
    var delivery = SinkDelivery()
    for (record, item) in zip(records, items) {
      switch item.id == id(record) ? item.status : 0 {
      // A conflict is a document that is there already.
      case 200, 201, 409: continue
      case 400: delivery.rejected.append((record, item.reason))
      default:
        delivery.left.append(record)
        if delivery.failure == nil { delivery.failure = SinkFailure("item status \(item.status) \(item.reason)") }
      }
    }
    if saysErrors, delivery.left.isEmpty, delivery.rejected.isEmpty, !hasConflict {
      return .failed(records, SinkFailure("the answer speaks of errors and names none"))
    }
    return delivery
  }

  private var hasConflict: Bool { items.contains { $0.status == 409 } }
}
