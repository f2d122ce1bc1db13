import Testing

@testable import Identity

@Suite("Bounded cache") struct BoundedCacheTests {
  @Test func neverHoldsMoreThanItsCapacity() {
    let cache = BoundedCache<Int, Int>(capacity: 100)
    for number in 0..<10_000 {
      cache.insert(number, for: number)
      #expect(cache.count <= 100)
      #expect(cache.value(for: number) == number)
    }
  }

  @Test func keepsWhatIsUsedAndForgetsTheRest() {
    let cache = BoundedCache<Int, Int>(capacity: 20)
    cache.insert(-1, for: -1)
    for number in 0..<1_000 {
      cache.insert(number, for: number)
      if number % 5 == 0 { #expect(cache.value(for: -1) == -1) }
    }
    #expect(cache.value(for: 0) == nil)
    cache.remove(-1)
    #expect(cache.value(for: -1) == nil)
  }

  @Test func capacityOfNothingKeepsNothing() {
    for capacity in [-1, 0, 1] {
      let cache = BoundedCache<Int, Int>(capacity: capacity)
      cache.insert(1, for: 1)
      #expect(cache.value(for: 1) == nil && cache.count == 0)
    }
  }

  @Test func replacesTheValueOfAKey() {
    let cache = BoundedCache<String, Int>(capacity: 2)
    cache.insert(1, for: "a")
    cache.insert(2, for: "a")
    #expect(cache.value(for: "a") == 2)
    #expect(cache.values == ["a": 2])
  }
}
