/**
 * The same four records in the formats before batches, as Kafka 4.1's MemoryRecordsBuilder writes them: offsets 100, 101,
 * 106 and 107, the second without a key, the third without a value.
 */
export const legacySets = [
  {
    format: 'v0',
    codec: 'none',
    timestampType: 'NoTimestampType',
    base64:
      'AAAAAAAAAGQAAAAmwKqxoQAAAAAABWtleS0wAAAAE3ZhbHVlIHZhbHVlIHZhbHVlIDAAAAAAAAAAZQAAACF5lTkOAAD/////AAAAE3ZhbHVlIHZhbHVlIHZhbHVlIDEAAAAAAAAAagAAABOwXzEQAAAAAAAFa2V5LTL/////AAAAAAAAAGsAAAAmAb1JMwAAAAAABWtleS0zAAAAE3ZhbHVlIHZhbHVlIHZhbHVlIDM=',
  },
  {
    format: 'v0',
    codec: 'gzip',
    timestampType: 'NoTimestampType',
    base64:
      'AAAAAAAAAGsAAABw6x6kyAAB/////wAAAGIfiwgAAAAAAAD/Y2AAgxQgVjuwauNCMI81O7VS1wDIEC5LzClNVUAmDSAaGFKBWLFyqiUfA8N/IMCu2BCqOAskvSHeUABhvBFUFwhkg2xn3OtpjJA2xm6gMQBDztXYsAAAAA==',
  },
  {
    format: 'v0',
    codec: 'snappy',
    timestampType: 'NoTimestampType',
    base64:
      'AAAAAAAAAGsAAACWtAa69AAC/////wAAAIiCU05BUFBZAAAAAAEAAAABAAAAdLABAAAJASBkAAAAJsCqsaEFDzwFa2V5LTAAAAATdmFsdWUgLgYAARcBAThlAAAAIXmVOQ4AAP////9WLQAAMQEqDAAAAGoBHwywXzEQAQ0JXwAyDTYBASBrAAAAJgG9STMBDQkfAQsAEy54ABh2YWx1ZSAz',
  },
  {
    format: 'v0',
    codec: 'lz4',
    timestampType: 'NoTimestampType',
    base64:
      'AAAAAAAAAGsAAACRcj/FWwAD/////wAAAIMEIk0YYEAadAAAABIAAQCRZAAAACbAqrGhDwD4AQVrZXktMAAAABN2YWx1ZSAGAAAXAAACAP8AZQAAACF5lTkOAAD/////LQADEDEqAEAAAABqHwBBsF8xEA4AAV8AEzI2AAACABBrfgBAAb1JMw0AAh8AAAsAC34AUGx1ZSAzAAAAAA==',
  },
  {
    format: 'v1',
    codec: 'none',
    timestampType: 'CreateTime',
    base64:
      'AAAAAAAAAGQAAAAuYtLs6AEAAAABdIdugAAAAAAFa2V5LTAAAAATdmFsdWUgdmFsdWUgdmFsdWUgMAAAAAAAAABlAAAAKXlHs5ABAAAAAXSHboPo/////wAAABN2YWx1ZSB2YWx1ZSB2YWx1ZSAxAAAAAAAAAGoAAAAbaV4oIAEAAAABdIduh9AAAAAFa2V5LTL/////AAAAAAAAAGsAAAAulATpSgEAAAABdIdui7gAAAAFa2V5LTMAAAATdmFsdWUgdmFsdWUgdmFsdWUgMw==',
  },
  {
    format: 'v1',
    codec: 'none',
    timestampType: 'LogAppendTime',
    base64:
      'AAAAAAAAAGQAAAAuF3GHIAEIAAABdIdupw8AAAAFa2V5LTAAAAATdmFsdWUgdmFsdWUgdmFsdWUgMAAAAAAAAABlAAAAKQ1e5RcBCAAAAXSHbqcP/////wAAABN2YWx1ZSB2YWx1ZSB2YWx1ZSAxAAAAAAAAAGoAAAAbqjSgNwEIAAABdIdupw8AAAAFa2V5LTL/////AAAAAAAAAGsAAAAu1mZ/sgEIAAABdIdupw8AAAAFa2V5LTMAAAATdmFsdWUgdmFsdWUgdmFsdWUgMw==',
  },
  {
    format: 'v1',
    codec: 'gzip',
    timestampType: 'CreateTime',
    base64:
      'AAAAAAAAAGsAAACHZzY+HwEBAAABdIdui7j/////AAAAcR+LCAAAAAAAAP9jYIADvaRLb14wAhmMJe15DSAR1uzUSl0DIEO4LDGnNFUBmTSA6gJp0Kx03zwBprP5xX8gwK7JEKqJDYilM+M0FGCa2i/ArDOC6gYBdpCrprC89IIp694BU2aM3QJjAJWoXnvQAAAA',
  },
  {
    format: 'v1',
    codec: 'gzip',
    timestampType: 'LogAppendTime',
    base64:
      'AAAAAAAAAGsAAACAJWAZtAEJAAABdIdupw//////AAAAah+LCAAAAAAAAP9jYIADPfHCdgVGDgYGxpL2vOX8QBHW7NRKXQMgQ7gsMac0VQGZNIDqYgRiTd64p+IInf+BALsmQ6gmNiCWXmWywBzTOiOobhBgB7nqWlr9JkxlxtgtMAYA6xPO6tAAAAA=',
  },
  {
    format: 'v1',
    codec: 'snappy',
    timestampType: 'CreateTime',
    base64:
      'AAAAAAAAAGsAAACoWcQ3WAECAAABdIdui7j/////AAAAkoJTTkFQUFkAAAAAAQAAAAEAAAB+0AEAABkBNC5i0uzoAQAAAAF0h26AARg8BWtleS0wAAAAE3ZhbHVlIC4GAAEXAQEBMRApeUezkAEJAToUg+j/////VjUAADEBMiwAAAAGAAAAG2leKCARNQyH0AAACW8AMg0+AQEgBwAAAC6UBOlKEScEi7gRJwQzAFKWAAAz',
  },
  {
    format: 'v1',
    codec: 'snappy',
    timestampType: 'LogAppendTime',
    base64:
      'AAAAAAAAAGsAAACegZhmfwEKAAABdIdupw//////AAAAiIJTTkFQUFkAAAAAAQAAAAEAAAB00AEAABkBiC4XcYcgAQgAAAF0h26nDwAAAAVrZXktMAAAABN2YWx1ZSB2HQYBFwEBIAEAAAApDV7lFxk6DP////9WNQAAMQEyMAAAAAYAAAAbqjSgNwFCbwAAMg0+AQEgBwAAAC7WZn+yRicABDMAUpYAADM=',
  },
  {
    format: 'v1',
    codec: 'lz4',
    timestampType: 'CreateTime',
    base64:
      'AAAAAAAAAGsAAACmuM7BagEDAAABdIdui7j/////AAAAkAQiTRhgQIKBAAAAFgABAOAuYtLs6AEAAAABdIdugBgA+AEFa2V5LTAAAAATdmFsdWUgBgAAFwAAAgAAMQBQKXlHs5AJAAA6AG+D6P////81AAMQMTIAxAAAAAYAAAAbaV4oIDUAJIfQbwATMj4AAAIAlAcAAAAulATpSicAJIu4JwAeM2EAUGx1ZSAzAAAAAA==',
  },
  {
    format: 'v1',
    codec: 'lz4',
    timestampType: 'LogAppendTime',
    base64:
      'AAAAAAAAAGsAAACcI9iVQgELAAABdIdupw//////AAAAhgQiTRhgQIJ3AAAAFgABAPgTLhdxhyABCAAAAXSHbqcPAAAABWtleS0wAAAAE3ZhbHVlIAYAABcAAAIAlgEAAAApDV7lFzoAT/////81AAMQMTIAxgAAAAYAAAAbqjSgNzUABG8AEzI+AAACAJ4HAAAALtZmf7InAB4zYQBQbHVlIDMAAAAA',
  },
] as const;
