package dev.k2.marketdata;

import dev.k2.model.Candle;
import dev.k2.model.EventContract;
import dev.k2.model.ExchangeId;
import dev.k2.model.Liquidation;
import dev.k2.model.PublicTrade;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it is told. */
final class Heard implements MarketListener {
    final List<PriceView> prices = new ArrayList<>();
    final List<BookChange> books = new ArrayList<>();
    final List<PublicTrade> trades = new ArrayList<>();
    final List<MarkPriceView> marks = new ArrayList<>();
    final List<Liquidation> liquidations = new ArrayList<>();
    final List<Candle> candles = new ArrayList<>();
    final List<FeedStatus> feeds = new ArrayList<>();
    final List<CatalogChange> catalogs = new ArrayList<>();
    final List<EventContract> contracts = new ArrayList<>();

    @Override
    public void onPrice(PriceView price) {
        prices.add(price);
    }

    @Override
    public void onBook(BookChange change) {
        books.add(change);
    }

    @Override
    public void onTrade(ExchangeId exchange, PublicTrade trade) {
        trades.add(trade);
    }

    @Override
    public void onMarkPrice(MarkPriceView mark) {
        marks.add(mark);
    }

    @Override
    public void onLiquidation(ExchangeId exchange, Liquidation liquidation) {
        liquidations.add(liquidation);
    }

    @Override
    public void onCandle(ExchangeId exchange, Candle candle) {
        candles.add(candle);
    }

    @Override
    public void onFeed(FeedStatus status) {
        feeds.add(status);
    }

    @Override
    public void onContract(ExchangeId exchange, EventContract contract) {
        contracts.add(contract);
    }

    @Override
    public void onInstruments(CatalogChange change) {
        catalogs.add(change);
    }
}
